"""Alerts on standard output."""

import io

import pytest

from alerts.channels import CHANNELS, ChannelTools
from alerts.channels.console import block
from marsad.door import Door
from marsad.errors import DeliveryDelayed
from marsad.settings.alerting import ConsoleChannel
from tests.alerts.builders import a_message
from tests.alerts.hostile import HOSTILE


class Terminal(io.StringIO):
    """A terminal that keeps what is written."""

    def isatty(self):
        return True


def console(out):
    return CHANNELS["console"](ConsoleChannel(), ChannelTools(door=Door(), out=out))


async def test_a_block_in_a_pipe_is_plain():
    out = io.StringIO()
    assert await console(out).send(a_message()) is None
    assert out.getvalue() == (
        "[NEW ATTACK · high · reported] Rocket attack on Ain al-Asad – 3 Mar 2021\n"
        "  What: rocket attack, 10 rockets\n"
        "  Key sentence: “Ten rockets hit the Ain al-Asad air base on Wednesday, the army said.”"
        " – First Outlet\n"
        "  First Outlet (first.example): https://first.example/story-1\n"
        "\n"
    )


async def test_a_terminal_gets_colours(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    out = Terminal()
    await console(out).send(a_message())
    assert out.getvalue().startswith("\x1b[1;31m[NEW ATTACK")


async def test_a_terminal_without_colours_gets_none(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    out = Terminal()
    await console(out).send(a_message())
    assert "\x1b" not in out.getvalue()


async def test_standard_output_is_the_default(capsys):
    await console(None).send(a_message())
    assert capsys.readouterr().out.startswith("[NEW ATTACK")


@pytest.mark.parametrize("words", HOSTILE)
def test_strangers_words_cannot_command_a_terminal(words):
    text = block(a_message(subject=words, lines=(words,), links=()), colours=False)
    assert text.count("\n") == 3
    assert not any(letter in text for letter in "\x1b\x07\x9b\x00\r\u202e\u2066")


async def test_a_terminal_of_another_age_gets_escapes():
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    await console(out).send(a_message(subject="هجوم"))
    assert raw.getvalue().startswith(b"\\u0647\\u062c\\u0648\\u0645")


async def test_a_closed_output_may_open_again():
    out = io.StringIO()
    out.close()
    with pytest.raises(DeliveryDelayed, match="standard output cannot be written"):
        await console(out).send(a_message())
