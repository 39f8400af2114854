from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.plain import clean, one_line, plain_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("no markup", "no markup"),
        ("a  b\t c", "a b c"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<b>bo</b>ld", "bold"),
        ("<td>1</td><td>2</td>", "1 2"),
        ("5 &lt; 6 &amp; 7 &gt; 6", "5 < 6 & 7 > 6"),
        ("5 < 6", "5 < 6"),
        ("&nbsp;x&#160;y", "x y"),
        ("a<!-- <p>hidden</p> -->b", "ab"),
        ("a<!-- never ends", "a"),
        ("a<script>alert(1)</script>b", "ab"),
        ("a<SCRIPT src=x>alert(1)</SCRIPT >b", "ab"),
        ("a<style>p{}</style>b", "ab"),
        ("a<script>never ends", "a"),
        ("a<iframe src='javascript:x'>in</iframe>b", "ab"),
        ("<img src=x onerror=alert(1)>after", "after"),
        ('<a title="5 > 4">x</a>', "x"),
        ("<p title=\"it's>x</p>", "x"),
        ("<a href='x'y'>z</a>", "z"),
        ("Jane <jane@outlet.example>", "Jane <jane@outlet.example>"),
        ("<https://outlet.example>", "<https://outlet.example>"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
        ("line\r\nline", "line\nline"),
        ("<?php echo 1 ?>x<![CDATA[y]]>", "xy"),
        ("کتاب\u200cها", "کتاب\u200cها"),
        ("a\x00b\x1bc\u202ed\ufeffe", "abcde"),
    ],
)
def test_markup_to_text(markup, text):
    assert plain_text(markup) == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A\r\nBcc: x", "A Bcc: x"),
        ("A\u2028B\u2029C\x85D\x1cE", "A B C D E"),
        ("  a  b ", "a b"),
        ("Z" + "\u0301" * 50, "Z" + "\u0301" * 4),
        ("x" * 600, "x" * 500),
        ("هَجَّوم", "هَجَّوم"),
    ],
)
def test_a_title_is_one_line(text, line):
    assert one_line(text) == line


@given(st.text(alphabet="<>/!-&;abscript \"'=\n\x00p#x1é"))
def test_no_line_is_empty_and_nothing_unprintable_stays(markup):
    text = plain_text(markup)
    assert all(line.strip() for line in text.split("\n")) or text == ""
    assert "\x00" not in text
    assert clean(text) == text


@pytest.mark.parametrize(
    "unit",
    ["<!--", "<a>", "<svg>", "<noscript>", '<a "', "<", "<a href='", "&", " \n", "<script>", "<p "],
)
def test_hostile_markup_costs_little(unit):
    before = process_time()
    plain_text(unit * (400_000 // len(unit)))
    assert process_time() - before < 2
