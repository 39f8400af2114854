"""What every channel must keep to."""

import io
import re
import sys
import types
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest
from pydantic import TypeAdapter

from alerts.channels import CHANNELS, Channel, ChannelTools
from marsad.errors import DeliveryDelayed, DeliveryRefused, DeliveryUncertain
from marsad.settings.alerting import ChannelSettings
from tests.alerts.builders import a_message
from tests.alerts.hostile import HOSTILE
from tests.alerts.sinks import Reply, http_sink, loopback_door, smtp_sink

SECRET = "s3cret"
_settings: TypeAdapter[ChannelSettings] = TypeAdapter(ChannelSettings)


@dataclass
class Bench:
    """A channel, what has arrived, and a way to break the receiver."""

    channel: Channel
    arrived: Callable[[], list[bytes]]
    break_it: Callable[[], None]


def made(tools, **written):
    settings = _settings.validate_python(written)
    return CHANNELS[settings.kind](settings, tools)


@asynccontextmanager
async def console(tools, folder):
    out = io.StringIO()
    tools = ChannelTools(door=tools.door, out=out)
    yield Bench(made(tools, kind="console"), lambda: [out.getvalue().encode()], out.close)


@asynccontextmanager
async def mail(tools, folder):
    answers: dict[str, str | None] = {}
    async with smtp_sink(answers) as sink:
        channel = made(
            tools,
            kind="email",
            host="127.0.0.1",
            port=sink.port,
            **{"from": "marsad@desk.example", "to": ["desk@desk.example"]},
        )
        yield Bench(channel, lambda: sink.mails, lambda: answers.update({"MAIL": "451 later"}))


def over_http(**written):
    @asynccontextmanager
    async def bench(tools, folder):
        async with http_sink() as sink:
            (folder / "url").write_text(sink.url)
            channel = made(tools, **{k: v.format(folder=folder) for k, v in written.items()})
            yield Bench(
                channel,
                lambda: [one.body for one in sink.received],
                lambda: sink.next.extend([Reply(status=503)] * 9),
            )

    return bench


@asynccontextmanager
async def maildir(tools, folder):
    box = folder / "box"
    channel = made(tools, kind="maildir", path=str(box))

    def break_it():
        box.rename(folder / "away")
        box.write_text("")

    yield Bench(channel, lambda: [f.read_bytes() for f in (box / "new").iterdir()], break_it)


@asynccontextmanager
async def phone(tools, folder):
    taken: list[bytes] = []

    class Notifier:
        answer = True

        def add(self, url):
            return True

        async def async_notify(self, *, title, body):
            taken.append(f"{title}\n{body}".encode())
            return self.answer

    package = types.ModuleType("apprise")
    package.__dict__["Apprise"] = Notifier
    (folder / "url").write_text(f"json://127.0.0.1/{SECRET}")
    before = sys.modules.get("apprise")
    sys.modules["apprise"] = package
    try:
        channel = made(tools, kind="apprise", url=f"file:{folder}/url")
        yield Bench(channel, lambda: taken, lambda: setattr(Notifier, "answer", False))
    finally:
        del sys.modules["apprise"]
        if before is not None:
            sys.modules["apprise"] = before


BENCHES = {
    "apprise": phone,
    "console": console,
    "email": mail,
    "maildir": maildir,
    "slack": over_http(kind="slack", webhook="file:{folder}/url"),
    "webhook": over_http(kind="webhook", url="file:{folder}/url"),
}


@pytest.fixture(params=sorted(CHANNELS))
async def bench(request, tmp_path) -> AsyncIterator[Bench]:
    async with (
        loopback_door() as door,
        BENCHES[request.param](ChannelTools(door=door), tmp_path) as made_bench,
    ):
        yield made_bench


def test_every_kind_of_the_settings_has_a_channel():
    union, *_ = get_args(ChannelSettings)
    kinds = {get_args(tagged)[0].model_fields["kind"].annotation for tagged in get_args(union)}
    assert {get_args(kind)[0] for kind in kinds} == set(CHANNELS) == set(BENCHES)


def test_every_channel_is_described():
    text = (Path(__file__).parents[3] / "docs" / "alerts.md").read_text(encoding="utf-8")
    assert {kind for kind in CHANNELS if f"`{kind}`" not in text} == set()


async def test_a_message_arrives(bench):
    receipt = await bench.channel.send(a_message())
    assert receipt is None or re.fullmatch(r"\S+", receipt)
    assert len(bench.arrived()) == 1


@pytest.mark.parametrize("words", HOSTILE)
async def test_hostile_words_arrive_as_words(bench, words):
    message = a_message(
        subject=f"[STORY] {words}",
        lines=(words, f"Key sentence: “{words}” – {words[:80]}"),
        links=((f"{words[:80]} (first.example)", "https://first.example/?a=1&b=2"),),
        alert={"title": words, "at": "2021-03-03T12:06:00Z"},
    )
    await bench.channel.send(message)
    [arrived] = bench.arrived()
    assert b"\x1b" not in arrived


async def test_a_repeat_looks_the_same(bench):
    await bench.channel.send(a_message())
    first = bench.arrived()[0]
    await bench.channel.send(a_message())
    assert bench.arrived()[-1].removeprefix(first) in (b"", first)


async def test_a_receiver_out_of_order_says_what_to_do_and_keeps_secrets(bench):
    await bench.channel.send(a_message())
    bench.break_it()
    with pytest.raises((DeliveryDelayed, DeliveryRefused, DeliveryUncertain)) as caught:
        await bench.channel.send(a_message(key="alert-2.desk"))
    assert "\n" not in str(caught.value)
    assert SECRET not in repr(caught.value)
