import json
from email.message import EmailMessage
from pathlib import Path

import aiohttp
import aiosmtplib

from demo.sinks import MailSink, SlackSink


def _mail(subject: str, key: str, references: str | None = None) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "marsad@example.org"
    message["To"] = "desk@example.org"
    message["Message-ID"] = key
    if references is not None:
        message["References"] = references
    message.set_content("ten rockets, عشرة صواريخ")
    return message


async def test_a_mail_arrives_with_its_thread(tmp_path: Path) -> None:
    async with MailSink(tmp_path) as sink:
        for message in (_mail("One", "<1@x>"), _mail("صاروخ", "<2@x>", "<1@x> <9@x>")):
            await aiosmtplib.send(message, hostname="127.0.0.1", port=sink.port)
    first, second = sink.arrived
    assert (first.subject, first.thread) == ("One", "<1@x>")
    assert (second.subject, second.thread) == ("صاروخ", "<1@x>")
    assert "عشرة صواريخ" in first.body
    assert _written(tmp_path) == ["001.eml", "002.eml"]


async def test_a_webhook_body_arrives_with_its_text(tmp_path: Path) -> None:
    told = {"text": "Rocket attack", "blocks": [{"type": "section", "text": {"text": "ten"}}]}
    async with (
        SlackSink(tmp_path) as sink,
        aiohttp.ClientSession() as client,
        client.post(sink.url, json=told) as answer,
    ):
        assert await answer.text() == "ok"
    (message,) = sink.arrived
    assert (message.subject, message.body) == ("Rocket attack", "ten")
    assert _written(tmp_path) == ["001.json"]
    assert json.loads(message.raw) == told


def _written(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
