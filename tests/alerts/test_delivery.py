"""What comes after a try that failed."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.delivery import GIVE_UP, LONGEST_WAIT, Outcome, after
from marsad.errors import CannotDo, DeliveryDelayed, DeliveryRefused, DeliveryUncertain
from marsad.model import DeliveryState
from tests.alerts.builders import NOW, a_delivery

LATER = DeliveryDelayed("try later")
LOST = DeliveryUncertain("the answer was lost")


@pytest.mark.parametrize(
    ("attempts", "jitter", "wait"),
    [
        pytest.param(0, 1.0, timedelta(seconds=2), id="first"),
        pytest.param(1, 1.0, timedelta(seconds=4), id="twice as long"),
        pytest.param(3, 0.8, timedelta(seconds=12.8), id="a little earlier"),
        pytest.param(10, 1.0, timedelta(seconds=2048), id="half an hour"),
        pytest.param(11, 1.0, LONGEST_WAIT, id="ceiling"),
        pytest.param(35, 1.2, LONGEST_WAIT, id="ceiling with jitter"),
    ],
)
def test_it_waits_longer_each_time(attempts, jitter, wait):
    then = after(a_delivery(attempts=attempts), LATER, NOW, jitter)
    assert (then.state, then.due, then.outcome) == (
        DeliveryState.WAITING,
        NOW + wait,
        Outcome.DELAYED,
    )


def test_it_waits_as_long_as_asked_to_the_second():
    error = DeliveryDelayed("busy", retry_after=37)
    assert after(a_delivery(attempts=9), error, NOW, 1.2).due == NOW + timedelta(seconds=37)


def test_it_waits_at_most_a_day_whatever_is_asked():
    error = DeliveryDelayed("busy", retry_after=1e12)
    assert after(a_delivery(), error, NOW, 1.0).due == NOW + GIVE_UP


def test_a_receiver_that_asks_for_short_waits_is_not_given_up_early():
    error = DeliveryDelayed("busy", retry_after=1)
    assert after(a_delivery(attempts=10_000), error, NOW, 1.0).state is DeliveryState.WAITING
    assert after(a_delivery(attempts=90_000), error, NOW, 1.0).state is DeliveryState.DEAD


def test_what_is_refused_is_dead_at_once():
    then = after(a_delivery(), DeliveryRefused("no such channel"), NOW, 1.0)
    assert (then.state, then.outcome) == (DeliveryState.DEAD, Outcome.REFUSED)


def test_what_may_have_arrived_is_tried_again_and_marked():
    then = after(a_delivery(), LOST, NOW, 1.0)
    assert (then.state, then.uncertain) == (DeliveryState.WAITING, True)


def test_what_may_have_arrived_once_stays_marked():
    assert after(a_delivery(uncertain=True), LATER, NOW, 1.0).uncertain


@pytest.mark.parametrize(
    ("age", "state"),
    [
        pytest.param(timedelta(hours=23, minutes=59), DeliveryState.WAITING, id="nearly a day"),
        pytest.param(timedelta(hours=24), DeliveryState.DEAD, id="a day"),
    ],
)
@pytest.mark.parametrize("error", [LATER, LOST])
def test_after_a_day_it_is_given_up(error, age, state):
    assert after(a_delivery(attempts=3), error, NOW, 1.0, since=NOW - age).state is state


def test_another_error_is_a_mistake_in_the_programme():
    with pytest.raises(TypeError):
        after(a_delivery(), CannotDo("x"), NOW, 1.0)


@given(st.floats(min_value=0.8, max_value=1.2))
def test_without_a_first_time_it_is_tried_for_about_a_day(jitter):
    delivery, now, tries = a_delivery(), NOW, 0
    while True:
        then = after(delivery, LATER, now, jitter)
        if then.state is DeliveryState.DEAD:
            break
        tries += 1
        now = then.due
        delivery = a_delivery(attempts=tries)
    assert timedelta(hours=20) <= now - NOW <= timedelta(hours=30)
