import pytest

from demo.expected import Expectation, compare
from demo.sinks import Arrived

FIRST = Expectation(id="first", subject="^Attack on A$", thread="a")
TOLL = Expectation(id="toll", subject="^Toll on A$", thread="a")
OTHER = Expectation(id="other", subject="^Attack on B$", thread="b")


def _mail(subject: str, thread: str) -> Arrived:
    return Arrived(way="mail", at=0.0, subject=subject, body="", thread=thread)


A, A_TOLL, B = _mail("Attack on A", "<1>"), _mail("Toll on A", "<1>"), _mail("Attack on B", "<2>")


def test_the_expected_messages_once_each_are_right() -> None:
    found = compare([FIRST, TOLL, OTHER], {"mail": [A, A_TOLL, B]})
    assert found.right
    assert found.report() == ""


@pytest.mark.parametrize(
    ("arrived", "words"),
    [
        pytest.param([A, A_TOLL], "other arrived 0 times", id="missing"),
        pytest.param([A, A_TOLL, B, B], "other arrived 2 times", id="twice"),
        pytest.param([A, A_TOLL, B, _mail("Noise", "<3>")], "unexpected: mail: Noise", id="noise"),
        pytest.param([A, _mail("Toll on A", "<9>"), B], "a lies in 2 threads", id="torn thread"),
        pytest.param([A, A_TOLL, _mail("Attack on B", "<1>")], "holds a, b", id="mixed thread"),
    ],
)
def test_what_is_wrong_is_told(arrived: list[Arrived], words: str) -> None:
    found = compare([FIRST, TOLL, OTHER], {"mail": arrived})
    assert not found.right
    assert words in found.report()
