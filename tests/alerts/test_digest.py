"""Many alerts in one message, and the sign of life."""

from alerts.digest import digest_alert, heartbeat
from marsad.model import Reason, StoryId
from tests.alerts.builders import NOW, an_alert


def test_the_same_rows_make_the_same_digest_in_any_order():
    rows = [an_alert("a"), an_alert("b", about="story", incident=None)]
    one = digest_alert(rows, "desk", NOW)
    other = digest_alert(rows[::-1], "desk", NOW)
    assert one == other
    assert (one.about, one.reason, one.recipients) == ("digest", Reason.DIGEST, ("desk",))


def test_another_recipient_gets_another_digest():
    rows = [an_alert("a")]
    assert digest_alert(rows, "desk", NOW).id != digest_alert(rows, "night", NOW).id


def test_a_digest_of_one_is_a_digest():
    alert = digest_alert([an_alert("a", stories=(StoryId("x"),))], "desk", NOW)
    assert alert.title.startswith("[DIGEST · high] 1 alert: [NEW ATTACK")
    assert alert.stories == ("x",)


def beat(**changes):
    values = {
        "recipient": "desk",
        "sources": 12,
        "stories": 0,
        "incidents": 0,
        "statements": 0,
        "alerts": 0,
        "failing": (),
        "now": NOW,
    }
    return heartbeat(**(values | changes))


def test_silence_says_that_it_is_alive():
    message = beat(stories=40)
    assert message.subject == "[MARSAD] alive, 12 sources, nothing to report"
    assert message.lines[0] == "Alive at 12:06 UTC, 12 sources watched."
    assert message.key == "heartbeat.desk.2021-03-03"


def test_a_full_day_is_summed_up():
    assert beat(stories=40, incidents=2, statements=3, alerts=4).subject == (
        "[MARSAD] alive, 12 sources, 2 incidents, 3 statements, 4 alerts in the last day"
    )


def test_failing_sources_are_named_on_one_line():
    message = beat(failing=["first-en", "bad\r\nBcc: x"], dead=1)
    assert message.subject.endswith("nothing to report, 2 failing, 1 messages not delivered")
    assert "Failing: first-en, bad Bcc: x" in message.lines
