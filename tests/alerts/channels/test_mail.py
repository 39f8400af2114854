"""A message as mail."""

import email
import re
from email import policy
from email.header import decode_header, make_header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.channels.mail import compose, file_name, root_id
from marsad.text import one_line
from tests.alerts.builders import a_message
from tests.alerts.hostile import HOSTILE

SENDER = "marsad@desk.example"
TO = ("one@desk.example", "two@desk.example")


def composed(**changes):
    return compose(a_message(**changes), sender=SENDER, to=TO)


def read_back(mail):
    raw = mail.content
    return raw, email.message_from_bytes(raw, policy=policy.default)


def headers(**changes):
    return read_back(composed(**changes))[1]


def test_the_headers_say_who_and_that_a_machine_speaks():
    _, mail = read_back(composed())
    assert str(mail["From"]) == "Marsad <marsad@desk.example>"
    assert str(mail["To"]) == "one@desk.example, two@desk.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "Marsad alerts <alerts.desk.example>"
    assert mail["X-Marsad-Key"] == "alert-1.desk"
    assert mail["Date"] == "Wed, 03 Mar 2021 12:06:00 +0000"
    assert mail["Subject"] == a_message().subject


def test_text_is_the_message_and_html_repeats_it():
    _, mail = read_back(composed())
    assert mail.get_content_type() == "multipart/alternative"
    plain, page = mail.iter_parts()
    message = a_message()
    assert plain.get_content().splitlines() == (
        [
            message.subject,
            "",
            *message.lines,
            "",
            "First Outlet (first.example): https://first.example/story-1",
        ]
    )
    html = page.get_content()
    assert "<b>What:</b> rocket attack, 10 rockets" in html
    assert 'href="https://first.example/story-1"' in html
    assert not re.search(r"<img|src=|url\(|<script|<link|@import", html)


def test_a_repeat_is_the_same_mail_to_the_byte():
    assert composed() == composed()


def test_a_thread_begins_with_an_id_that_needs_no_memory():
    root = root_id("thread-1", sender=SENDER, to=TO)
    first = headers(thread="thread-1", first_in_thread=True, key="a.desk")
    later = headers(thread="thread-1", first_in_thread=False, key="b.desk")
    assert first["Message-ID"] == root
    assert first["References"] is None
    assert later["Message-ID"] == "<b.desk@desk.example>"
    assert (later["In-Reply-To"], later["References"]) == (root, root)


def test_a_known_first_mail_is_answered():
    later = headers(first_in_thread=False, reply_to="<known@desk.example>")
    assert later["References"] == "<known@desk.example>"


@pytest.mark.parametrize(
    ("thread", "to"),
    [
        pytest.param("thread-2", TO, id="another incident"),
        pytest.param("thread-1", TO[:1], id="other people"),
    ],
)
def test_other_threads_have_other_roots(thread, to):
    root = root_id("thread-1", sender=SENDER, to=TO)
    assert root_id(thread, sender=SENDER, to=to) != root


def test_no_thread_no_references():
    mail = headers(thread=None)
    assert mail["Message-ID"] == "<alert-1.desk@desk.example>"
    assert mail["References"] is None


@pytest.mark.parametrize("key", ["k" * 500, "a b\r\nBcc: x", "../../etc", "", "ключ", "<x>"])
def test_a_strange_key_becomes_a_plain_id(key):
    mail = compose(a_message(key=key, thread=None), sender=SENDER, to=TO)
    assert re.fullmatch(r"<[\w.-]{1,120}@desk\.example>", mail.message_id)
    assert re.fullmatch(r"[\w-][\w.-]{0,130}\.eml", file_name(a_message(key=key)))


@pytest.mark.parametrize("words", HOSTILE)
def test_strangers_words_stay_words(words):
    raw, mail = read_back(
        composed(subject=f"[STORY] {words}", lines=(f"Key sentence: “{words}”", words))
    )
    assert not mail.defects
    assert set(mail.keys()) == set(headers().keys())
    assert str(mail["From"]) == "Marsad <marsad@desk.example>"
    assert str(mail["To"]) == ", ".join(TO)
    assert "\n" not in str(mail["Subject"])
    assert len(list(mail.iter_parts())) == 2
    # Only CRLF, no bare halves of it; nothing longer than SMTP takes; ASCII all through.
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw)
    assert all(len(line) <= 998 and line.isascii() for line in raw.split(b"\r\n"))
    html = mail.get_body(("html",)).get_content()
    assert not re.search(r"<(script|img)|<[^>]*onmouseover=", html)


@given(st.text(max_size=400) | st.text("a =?_.é\u0647\U0001f680", max_size=200))
def test_any_subject_arrives_as_it_was_on_one_line(words):
    shown = one_line(f"[STORY] {words}", 500)
    raw, back = read_back(composed(subject=f"[STORY] {words}"))
    assert _decoded(back) == shown
    assert set(back.keys()) == set(headers().keys())
    subject = raw[: raw.index(b"\r\nFrom: ")].split(b"\r\n")
    assert all(len(line) <= 76 for line in subject)


def _decoded(mail):
    """The subject as a reader that knows RFC 2047 and nothing else sees it."""
    raw = next(value for name, value in mail.raw_items() if name == "Subject")
    return str(make_header(decode_header(raw)))
