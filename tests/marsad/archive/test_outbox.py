"""Messages on their way: leases, order within a thread, what may have arrived."""

from dataclasses import replace

import pytest

from marsad.archive import Archive, Counts
from marsad.model import AlertId, Delivery, DeliveryState
from tests.marsad.archive.values import LEASE, NOW, an_alert, claim, later, planned, raise_alerts


def test_what_is_due_is_claimed_once(archive: Archive) -> None:
    raise_alerts(
        archive,
        planned(thread="a"),
        planned(thread="b", due=later(5)),
        planned(thread="c", due=later(-5)),
    )
    assert [found.thread for found in claim(archive)] == ["c", "a"]
    assert claim(archive) == ()
    assert [found.thread for found in claim(archive, later(1) + LEASE, 1)] == ["c"]


def test_a_claimed_delivery_tells_everything(archive: Archive) -> None:
    raise_alerts(archive, planned())
    [found] = claim(archive)
    assert found == Delivery(
        id=found.id,
        alert=an_alert().id,
        recipient="desk",
        channel="mail",
        state=DeliveryState.SENDING,
        due=NOW,
        thread="incident-1",
    )


def test_a_thread_is_sent_in_order(archive: Archive) -> None:
    raise_alerts(archive, planned(), planned(), planned(channel="slack"), planned(thread="other"))
    first, slack, other = claim(archive)
    assert (slack.channel, other.thread) == ("slack", "other")
    assert claim(archive) == ()
    with archive.writing() as work:
        work.outbox.sent(first, "receipt", NOW)
    [second] = claim(archive)
    assert (second.thread, second.channel) == ("incident-1", "mail")


def test_an_earlier_message_that_is_tried_again_holds_back_later_ones(archive: Archive) -> None:
    raise_alerts(archive, planned(), planned())
    [first] = claim(archive)
    with archive.writing() as work:
        work.outbox.later(first, "busy", later(10), attempts=1, uncertain=False)
        assert work.outbox.next_due() == later(10)
    assert claim(archive, later(5)) == ()
    [again] = claim(archive, later(10))
    assert (again.id, again.attempts, again.error) == (first.id, 1, "busy")


def test_a_dead_message_holds_nobody_up(archive: Archive) -> None:
    raise_alerts(archive, planned(), planned())
    [first] = claim(archive)
    with archive.writing() as work:
        work.outbox.dead(first, "no such mailbox")
    assert len(claim(archive)) == 1
    with archive.looking() as work:
        found = [
            one for id in ("alert-1", "alert-2") for one in work.alerts.deliveries_of(AlertId(id))
        ]
        assert "no such mailbox" in [one.error for one in found if one.state is DeliveryState.DEAD]


def test_a_message_planned_for_later_holds_nobody_up(archive: Archive) -> None:
    raise_alerts(archive, planned(due=later(60)), planned())
    [found] = claim(archive)
    assert found.due == NOW


def test_messages_without_a_thread_have_no_order(archive: Archive) -> None:
    raise_alerts(archive, planned(thread=None), planned(thread=None))
    assert len(claim(archive)) == 2


def test_what_a_digest_folds_is_claimed_together(archive: Archive) -> None:
    rows = [planned(thread="digest:desk") for _ in range(5)]
    raise_alerts(
        archive, *rows, planned(thread="other"), planned(thread="digest:desk", due=later(9))
    )
    found = claim(archive, NOW, 1)
    assert [one.thread for one in found] == ["digest:desk"] * 5


def test_a_lease_that_ran_out_may_have_arrived(archive: Archive) -> None:
    raise_alerts(archive, planned())
    [first] = claim(archive)
    [again] = claim(archive, NOW + LEASE)
    assert (first.uncertain, again.uncertain) == (False, True)


def test_after_a_crash_what_was_being_sent_is_uncertain(archive: Archive) -> None:
    raise_alerts(archive, planned(), planned(thread="other", due=later(60)))
    claim(archive)
    with archive.writing() as work:
        assert work.outbox.release_sending(later(1)) == 1
    [again] = claim(archive, later(1))
    assert (again.uncertain, again.thread) == (True, "incident-1")


def test_what_was_sent_meanwhile_stays_sent(archive: Archive) -> None:
    raise_alerts(archive, planned())
    [first] = claim(archive)
    with archive.writing() as work:
        work.outbox.sent(first, "receipt", NOW)
        work.outbox.later(first, "slow answer", later(5), attempts=1, uncertain=True)
        work.outbox.dead(first, "refused")
        assert work.outbox.counts() == Counts(waiting=0, sent=1, dead=0)


def test_counts_add_up(archive: Archive) -> None:
    raise_alerts(archive, *(planned(thread=str(number)) for number in range(5)))
    one, two, three = claim(archive, limit=3)
    with archive.writing() as work:
        work.outbox.sent(one, None, NOW)
        work.outbox.dead(two, "refused")
        assert three.state is DeliveryState.SENDING
        assert work.outbox.counts() == Counts(waiting=3, sent=1, dead=1)


def test_a_dead_message_can_be_tried_again(archive: Archive) -> None:
    raise_alerts(archive, planned())
    [found] = claim(archive)
    with archive.writing() as work:
        work.outbox.dead(replace(found, attempts=9), "refused")
        assert work.outbox.retry(found.id, later(5))
        assert not work.outbox.retry(found.id + 1, later(5))
    [again] = claim(archive, later(5))
    assert (again.id, again.attempts) == (found.id, 0)


def test_a_sent_message_is_not_tried_again(archive: Archive) -> None:
    raise_alerts(archive, planned())
    [found] = claim(archive)
    with archive.writing() as work:
        work.outbox.sent(found, "receipt", NOW)
        assert not work.outbox.retry(found.id, NOW)


def test_the_first_receipt_of_a_thread_is_found(archive: Archive) -> None:
    raise_alerts(archive, planned(), planned(), planned(channel="slack"))
    for number in range(2):
        for found in claim(archive, later(number)):
            with archive.writing() as work:
                work.outbox.sent(found, f"{found.channel} {number}", later(number))
    with archive.looking() as work:
        assert work.outbox.first_receipt("mail", "incident-1") == "mail 0"
        assert work.outbox.first_receipt("slack", "incident-1") == "slack 0"
        assert work.outbox.first_receipt("mail", "other") is None


@pytest.mark.parametrize(
    ("dues", "expected"),
    [
        pytest.param([], None, id="nothing waits"),
        pytest.param([5, 3], 3, id="the earliest"),
        pytest.param([-5, 3], -5, id="overdue"),
    ],
)
def test_when_the_relay_has_to_wake_up(
    archive: Archive, dues: list[int], expected: int | None
) -> None:
    raise_alerts(archive, *(planned(due=later(minutes)) for minutes in dues))
    with archive.looking() as work:
        assert work.outbox.next_due() == (None if expected is None else later(expected))


def test_the_relay_wakes_up_when_a_lease_ends(archive: Archive) -> None:
    raise_alerts(archive, planned(), planned())
    claim(archive)
    with archive.looking() as work:
        assert work.outbox.next_due() == NOW + LEASE
