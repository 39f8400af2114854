"""Lines and keys as channels write them."""

import pytest

from alerts.lines import labelled, plain_key


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("Where: Erbil, IQ", ("Where", "Erbil, IQ"), id="label"),
        pytest.param("Claimed by: nobody known", ("Claimed by", "nobody known"), id="two words"),
        pytest.param("• First: second", (None, "• First: second"), id="item"),
        pytest.param("https://x.example", (None, "https://x.example"), id="address"),
        pytest.param("Where:", (None, "Where:"), id="nothing after it"),
    ],
)
def test_a_label(line, expected):
    assert labelled(line) == expected


def test_a_plain_key_stays_and_others_become_plain():
    assert plain_key("alert-1.desk") == "alert-1.desk"
    assert plain_key("a b") == plain_key("a b") != plain_key("a c")
