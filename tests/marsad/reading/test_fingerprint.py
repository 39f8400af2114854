"""What near-duplicates are recognised by."""

from marsad.reading.fingerprint import SKETCH, fingerprint, shingles
from marsad.text import fold

REPORT = [
    fold(line)
    for line in (
        "Ten rockets hit the Ain al-Asad air base in western Iraq early on Wednesday.",
        "No soldier was hurt, the coalition said, and the damage was small.",
        "Security forces found the burnt launcher eight kilometres away from the fence.",
        "Nobody has said who fired them, and the army is searching the orchards.",
    )
]


def likeness(one: list[str], other: list[str]) -> float:
    """Shared part of two sketches."""
    a, b = set(fingerprint("", one).sketch), set(fingerprint("", other).sketch)
    smallest = sorted(a | b)[:SKETCH]
    return len([h for h in smallest if h in a and h in b]) / len(smallest)


def test_the_same_text_has_the_same_fingerprint() -> None:
    assert fingerprint("A title", REPORT) == fingerprint("a  TITLE", REPORT)


def test_a_light_edit_keeps_most_of_the_sketch() -> None:
    assert likeness(REPORT, [*REPORT[:3], REPORT[3].replace("army", "police")]) > 0.7


def test_another_text_shares_nothing() -> None:
    assert (
        likeness(REPORT, [fold("The bakery on the corner sells bread from six in the morning.")])
        == 0
    )


def test_hashes_fit_a_database_column() -> None:
    sketch = fingerprint("", REPORT).sketch

    assert all(-(2**63) <= value < 2**63 for value in sketch)
    assert list(sketch) == sorted(sketch)
    assert len(sketch) <= SKETCH


def test_short_texts_have_short_shingles() -> None:
    assert shingles("rockets fell") == {"rockets", "fell"}
    assert shingles("") == set()


def test_an_empty_text_has_an_empty_sketch() -> None:
    assert fingerprint("", []).sketch == ()
