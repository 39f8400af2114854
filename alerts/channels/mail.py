"""A message as mail: text that stands alone, HTML that repeats it, headers nobody can forge."""

import html
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from itertools import groupby
from typing import Literal

from alerts.lines import digest, labelled, plain_key
from marsad.model import Message, Severity
from marsad.text import clean, one_line

LONGEST_SUBJECT = 500
_LONGEST_LINE = 2000
_LONGEST_HEADER_LINE = 76
_COLOURS = {
    Severity.CRITICAL: "#b00020",
    Severity.HIGH: "#c2410c",
    Severity.MEDIUM: "#a16207",
    Severity.LOW: "#475569",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail ready to be handed over."""

    message_id: str
    content: bytes  # ASCII, CRLF


def compose(message: Message, *, sender: str, to: Sequence[str]) -> Mail:
    """The mail of a message; the same message gives the same mail, so that repeats show."""
    identity = message_id(message, sender=sender, to=to)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address("Marsad", addr_spec=sender)
    mail["To"] = tuple(Address(addr_spec=address) for address in to)
    if isinstance(at := message.alert.get("at"), str):
        mail["Date"] = datetime.fromisoformat(at)
    mail["Message-ID"] = identity
    if message.thread is not None and not message.first_in_thread:
        root = message.reply_to or root_id(message.thread, sender=sender, to=to)
        mail["In-Reply-To"] = root
        mail["References"] = root
    mail["List-Id"] = f"Marsad alerts <alerts.{_host(sender)}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["X-Marsad-Key"] = plain_key(message.key)
    mail["X-Marsad-Severity"] = message.severity.value
    text, page = text_of(message), html_of(message)
    mail.set_content(text, cte=_coding(text))
    mail.add_alternative(page, subtype="html", cte=_coding(page))
    mail.set_boundary(f"=_marsad_{digest(message.key)}")
    subject = subject_header(one_line(message.subject, LONGEST_SUBJECT))
    return Mail(message_id=identity, content=subject.encode("ascii") + mail.as_bytes())


def subject_header(subject: str) -> str:
    """The whole header, folded, of a subject that stands on one line.

    The email package cannot be trusted with it: in Python 3.11 it decodes encoded words in what it
    is given, line breaks and all ("=?utf-8?q?=0D=0ABcc: ...?="), and drops spaces between its own.
    """
    pieces: list[str] = ["Subject:"]
    for plain, group in groupby(subject.split(" "), key=_is_plain):
        words = list(group)
        pieces += words if plain else _encoded(" ".join(words))
    lines = [pieces[0]]
    for piece in pieces[1:]:
        if len(lines[-1]) + 1 + len(piece) > _LONGEST_HEADER_LINE:
            lines.append("")
        lines[-1] += f" {piece}"
    return "\r\n".join(lines) + "\r\n"


def _is_plain(word: str) -> bool:
    return word.isascii() and word.isprintable() and "=?" not in word and 0 < len(word) < 60


def _encoded(words: str) -> list[str]:
    """Encoded words (RFC 2047), none of them ending within a letter."""
    chunks = [b""]
    for letter in words:
        raw = letter.encode("utf-8", "replace")
        if len(chunks[-1]) + len(raw) > 42:
            chunks.append(b"")
        chunks[-1] += raw
    return [f"=?utf-8?b?{b64encode(chunk).decode()}?=" for chunk in chunks]


def message_id(message: Message, *, sender: str, to: Sequence[str]) -> str:
    """Ours, made from the key; that of a thread's first message is known from the thread alone."""
    if message.thread is not None and message.first_in_thread:
        return root_id(message.thread, sender=sender, to=to)
    return f"<{plain_key(message.key)}@{_host(sender)}>"


def root_id(thread: str, *, sender: str, to: Sequence[str]) -> str:
    """Message-ID of the first mail of a thread to these people."""
    people = ",".join(sorted(to))
    return f"<thread.{digest(f'{thread}|{people}')}@{_host(sender)}>"


def text_of(message: Message) -> str:
    """The plain text; this is the message."""
    parts = [one_line(message.subject, LONGEST_SUBJECT), ""]
    parts += [one_line(line, _LONGEST_LINE) for line in message.lines]
    if message.links:
        parts += ["", *(f"{one_line(label, 200)}: {clean(url)}" for label, url in message.links)]
    return "\n".join(parts) + "\n"


def html_of(message: Message) -> str:
    """The same for readers that show HTML: no pictures, nothing fetched, nothing counted."""
    lines = "\n".join(_paragraph(one_line(line, _LONGEST_LINE)) for line in message.lines)
    links = "\n".join(
        f'<li dir="auto"><a rel="noreferrer noopener" href="{html.escape(clean(url))}">'
        f"{html.escape(one_line(label, 200))}</a></li>"
        for label, url in message.links
    )
    return (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head>\n'
        '<body style="font-family:sans-serif;font-size:15px;line-height:1.45;max-width:44em">\n'
        f'<p dir="auto" style="font-weight:bold;color:{_COLOURS[message.severity]}">'
        f"{html.escape(one_line(message.subject, LONGEST_SUBJECT))}</p>\n"
        f"{lines}\n{f'<ul>{links}</ul>' if links else ''}\n</body></html>\n"
    )


def _paragraph(line: str) -> str:
    label, rest = labelled(line)
    shown = f"<b>{html.escape(label)}:</b> {html.escape(rest)}" if label else html.escape(rest)
    return f'<p dir="auto" style="margin:.3em 0">{shown}</p>'


def _coding(text: str) -> Literal["base64", "quoted-printable"]:
    """ASCII lines only, so that no server changes a letter or takes a line for the end."""
    foreign = sum(1 for letter in text if ord(letter) > 0x7F)
    return "base64" if foreign * 3 > len(text) else "quoted-printable"


def _host(sender: str) -> str:
    return sender.rpartition("@")[2]


def file_name(message: Message) -> str:
    """Name of the mail's file: the same for a repeat."""
    return f"{plain_key(message.key).lstrip('.') or digest(message.key)}.eml"
