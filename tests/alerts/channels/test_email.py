"""Alerts by SMTP, to a real server and to ones that fail."""

import asyncio
import base64
import email
import ssl
from email import policy

import pytest
from aiosmtpd.smtp import SMTP

from alerts.channels import CHANNELS, ChannelTools
from marsad.door import Door
from marsad.errors import DeliveryDelayed, DeliveryRefused, DeliveryUncertain
from marsad.settings.alerting import EmailChannel
from tests.alerts.builders import a_message
from tests.alerts.sinks import smtp_sink

TO = ["one@desk.example", "two@desk.example"]


def channel(port, **written):
    settings = EmailChannel.model_validate(
        {
            "kind": "email",
            "host": "127.0.0.1",
            "port": port,
            "from": "marsad@desk.example",
            "to": TO,
        }
        | written
    )
    return CHANNELS["email"](settings, ChannelTools(door=Door()))


class Box:
    """Keeps what a real server accepted."""

    def __init__(self):
        self.envelopes = []

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append(envelope)
        return "250 kept"


async def served(box, **options):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(box, hostname="sink.example", loop=loop, **options), "127.0.0.1", 0
    )
    return server, server.sockets[0].getsockname()[1]


async def test_a_real_server_takes_it_for_every_address():
    box = Box()
    server, port = await served(box)
    async with server:
        receipt = await channel(port).send(a_message())
    [envelope] = box.envelopes
    mail = email.message_from_bytes(envelope.content, policy=policy.default)
    assert (envelope.mail_from, envelope.rcpt_tos) == ("marsad@desk.example", TO)
    assert receipt == mail["Message-ID"]
    assert mail["Subject"] == a_message().subject


async def test_lines_that_look_like_the_end_of_the_mail_are_not():
    box = Box()
    server, port = await served(box)
    lines = (".", "..", ".\r\n.\r\nMAIL FROM:<evil@evil.example>", "after")
    async with server:
        await channel(port).send(a_message(lines=lines, links=()))
    [envelope] = box.envelopes
    mail = email.message_from_bytes(envelope.content, policy=policy.default)
    text = mail.get_body(("plain",)).get_content()
    assert text.splitlines()[2:] == [".", "..", ". . MAIL FROM:<evil@evil.example>", "after"]


LOGIN = {"EHLO": "250-sink\r\n250 AUTH PLAIN", "AUTH": "235 welcome"}


async def test_login(tmp_path):
    (tmp_path / "password").write_text("quiet word")
    async with smtp_sink(LOGIN) as sink:
        await channel(sink.port, user="desk", password=f"file:{tmp_path}/password").send(
            a_message()
        )
    login = next(command for command in sink.commands if command.startswith("AUTH PLAIN "))
    assert base64.b64decode(login.split()[2]) == b"\0desk\0quiet word"
    assert len(sink.mails) == 1


async def test_a_wrong_password_is_the_operators_to_mend(tmp_path):
    (tmp_path / "password").write_text("loud word")
    async with smtp_sink(LOGIN | {"AUTH": "535 no: loud word"}) as sink:
        mailer = channel(sink.port, user="desk", password=f"file:{tmp_path}/password")
        with pytest.raises(DeliveryDelayed, match="login refused") as caught:
            await mailer.send(a_message())
    assert "loud word" not in str(caught.value)
    assert caught.value.__suppress_context__
    assert sink.mails == []


async def test_a_password_that_is_missing_waits_for_the_operator(tmp_path):
    mailer = channel(1, user="desk", password=f"file:{tmp_path}/none")
    with pytest.raises(DeliveryDelayed, match="cannot be read"):
        await mailer.send(a_message())


@pytest.mark.parametrize(
    ("answers", "error", "says"),
    [
        pytest.param({"HELLO": "421 busy"}, DeliveryDelayed, "421", id="busy"),
        pytest.param({"HELLO": "554 go away"}, DeliveryDelayed, "554", id="not welcome now"),
        pytest.param({"HELLO": None}, DeliveryDelayed, "127", id="closed at once"),
        pytest.param({"EHLO": None}, DeliveryDelayed, "127", id="closed at the greeting"),
        pytest.param({"MAIL": "451 later"}, DeliveryDelayed, "451", id="sender later"),
        pytest.param({"MAIL": "550 no"}, DeliveryRefused, "550", id="sender refused"),
        pytest.param({"MAIL": None}, DeliveryDelayed, "127", id="closed at the sender"),
        pytest.param({"RCPT": "450 greylisted"}, DeliveryDelayed, "450", id="greylisted"),
        pytest.param({"RCPT": "550 unknown"}, DeliveryRefused, "550", id="unknown to all"),
        pytest.param({"RCPT": None}, DeliveryDelayed, "127", id="closed at an address"),
        pytest.param({"DATA": "451 later"}, DeliveryDelayed, "451", id="before the mail"),
        pytest.param({"DATA.": "452 full"}, DeliveryDelayed, "452", id="mail later"),
        pytest.param({"DATA.": "554 spam"}, DeliveryRefused, "554", id="mail refused"),
        pytest.param({"DATA.": None}, DeliveryUncertain, "lost", id="answer lost"),
    ],
)
async def test_what_a_server_says(answers, error, says):
    async with smtp_sink(answers) as sink:
        with pytest.raises(error, match=says) as caught:
            await channel(sink.port).send(a_message())
    assert str(caught.value).startswith(f"127.0.0.1:{sink.port}: ")
    assert "\n" not in str(caught.value)


async def test_a_server_that_is_down_may_come_back():
    async with smtp_sink() as sink:
        pass
    with pytest.raises(DeliveryDelayed):
        await channel(sink.port).send(a_message())


async def test_a_bad_leave_changes_nothing():
    async with smtp_sink({"QUIT": None}) as sink:
        assert await channel(sink.port).send(a_message())


async def test_no_mail_goes_out_in_the_open_when_tls_is_asked_for():
    async with smtp_sink() as sink:
        with pytest.raises(DeliveryDelayed):
            await channel(sink.port, tls="starttls").send(a_message())
    assert not any(command.startswith("MAIL") for command in sink.commands)


async def test_tls_with_a_server_that_cannot():
    async with smtp_sink() as sink:
        mailer = channel(sink.port, tls="tls")
        mailer_task = asyncio.create_task(mailer.send(a_message()))
        with pytest.raises((DeliveryDelayed, ssl.SSLError)):
            await asyncio.wait_for(mailer_task, 5)
    assert sink.mails == []


async def test_an_unknown_address_is_logged_and_does_not_stop_the_others(caplog):
    async with smtp_sink({"RCPT TO:<one@": "550 unknown"}) as sink:
        assert await channel(sink.port).send(a_message())
    assert len(sink.mails) == 1
    assert f"server=127.0.0.1:{sink.port} address=one@desk.example (550 unknown)" in caplog.text


async def test_those_who_have_the_mail_do_not_get_it_again():
    answers = {"RCPT TO:<one@": "450 greylisted"}
    async with smtp_sink(answers) as sink:
        mailer = channel(sink.port)
        with pytest.raises(DeliveryDelayed, match=r"one@desk\.example"):
            await mailer.send(a_message())
        answers.clear()
        await mailer.send(a_message())
        assert [command for command in sink.commands if command.startswith("RCPT")] == [
            "RCPT TO:<one@desk.example>",
            "RCPT TO:<two@desk.example>",
            "RCPT TO:<one@desk.example>",
        ]
        # The next message goes to everybody again.
        await mailer.send(a_message(key="alert-2.desk"))
    assert len(sink.mails) == 3
