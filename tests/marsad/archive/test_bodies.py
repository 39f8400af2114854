"""What the archive remembers of the JSON it has read."""

from marsad.archive.bodies import Remembered


def counting(bodies: list[str]):
    def read(body: str) -> str:
        bodies.append(body)
        return body.upper()

    return read


def test_the_same_body_is_read_once():
    read: list[str] = []
    remembered = Remembered(counting(read), 10)
    assert [remembered("abc"), remembered("abc")] == ["ABC", "ABC"]
    assert read == ["abc"]


def test_what_was_used_least_lately_is_forgotten_first():
    read: list[str] = []
    remembered = Remembered(counting(read), 6)
    for body in ("abc", "def", "abc", "ghi", "abc", "def"):
        remembered(body)
    assert read == ["abc", "def", "ghi", "def"]


def test_a_body_longer_than_all_room_is_read_and_forgotten():
    read: list[str] = []
    remembered = Remembered(counting(read), 2)
    assert remembered("long") == "LONG"
    assert remembered("long") == "LONG"
    assert read == ["long", "long"]
