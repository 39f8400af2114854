"""Alerts in Slack."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block, SectionBlock

from alerts.channels import CHANNELS, ChannelTools
from alerts.channels.slack import payload
from marsad.errors import DeliveryDelayed, DeliveryRefused, DeliveryUncertain
from marsad.model import Severity
from marsad.settings.alerting import SlackChannel
from tests.alerts.builders import a_message
from tests.alerts.hostile import HOSTILE
from tests.alerts.sinks import Drop, Reply, http_sink, loopback_door


def texts(content):
    return [block["text"]["text"] for block in content["blocks"]]


def checked(content):
    """Slack's own models refuse what Slack refuses."""
    blocks = Block.parse_all(content["blocks"])
    assert 1 <= len(blocks) <= 50
    for block in blocks:
        assert isinstance(block, SectionBlock)
        block.validate_json()
    assert all(0 < len(text) <= 3000 for text in texts(content))
    assert sum(len(text) for text in texts(content)) < 13_200
    assert 0 < len(content["text"]) <= 40_000
    return content


def test_a_message_in_blocks():
    content = checked(payload(a_message()))
    assert texts(content) == [
        ":red_circle: *[NEW ATTACK · high · reported] Rocket attack on Ain al-Asad – 3 Mar 2021*",
        "*What:* rocket attack, 10 rockets\n*Key sentence:* “Ten rockets hit the Ain al-Asad "
        "air base on Wednesday, the army said.” – First Outlet",
        "• <https://first.example/story-1|First Outlet (first.example)>",
    ]
    assert content["text"] == a_message().subject
    assert (content["unfurl_links"], content["unfurl_media"]) == (False, False)


@pytest.mark.parametrize("words", HOSTILE)
def test_strangers_words_ping_nobody_and_link_nowhere(words):
    message = a_message(
        subject=f"[STORY] {words}",
        lines=(words, f"Key sentence: “{words}”") * 3,
        links=((f"{words} (evil.example)", "https://evil.example/?a=1&b=2"),),
    )
    content = checked(payload(message))
    for text in [*texts(content), content["text"]]:
        # What is left in angle brackets is ours: an address and a name.
        inside = re.findall(r"<([^>]*)>", text)
        assert all(one.startswith("https://evil.example/?a=1&amp;b=2|") for one in inside)
        assert re.fullmatch(r"(?s)(?:[^&]|&amp;|&lt;|&gt;)*", text)
    assert all(block["text"]["verbatim"] for block in content["blocks"])


def test_a_flood_of_lines_is_cut_and_says_so():
    content = checked(payload(a_message(lines=("word " * 200,) * 60)))
    assert any(text.endswith("…") for text in texts(content))


def test_links_that_slack_could_not_take_are_left_out():
    links = (("a", "https://x.example/" + "a" * 3000), ("b", "https://x.example/b"))
    content = checked(payload(a_message(links=links * 20)))
    assert "aaaa" not in json.dumps(content)


@given(st.lists(st.text(max_size=3000), max_size=12))
def test_whatever_is_said_slack_can_take_it(lines):
    checked(payload(a_message(subject="".join(lines)[:500] or "x", lines=tuple(lines))))


# ---- by webhook ---------------------------------------------------------------------------------


async def by_webhook(tmp_path, *behaviours):
    async with http_sink() as sink, loopback_door() as door:
        (tmp_path / "hook").write_text(sink.url)
        sink.next.extend(behaviours)
        settings = SlackChannel.model_validate(
            {"kind": "slack", "webhook": f"file:{tmp_path}/hook"}
        )
        receipt = await CHANNELS["slack"](settings, ChannelTools(door=door)).send(a_message())
    return receipt, sink.received


async def test_a_webhook_gives_no_receipt(tmp_path):
    receipt, received = await by_webhook(tmp_path)
    assert receipt is None
    assert json.loads(received[0].body) == payload(a_message())


@pytest.mark.parametrize(
    ("behaviour", "error", "says"),
    [
        pytest.param(
            Reply(status=400, body=b"invalid_blocks"), DeliveryRefused, "400", id="bad blocks"
        ),
        pytest.param(
            Reply(body=b"invalid_blocks"), DeliveryRefused, "invalid_blocks", id="said with 200"
        ),
        pytest.param(
            Reply(status=404, body=b"no_service"), DeliveryRefused, "404", id="no service"
        ),
        pytest.param(
            Reply(status=410, body=b"channel_is_archived"), DeliveryRefused, "410", id="archived"
        ),
        pytest.param(Reply(status=500), DeliveryDelayed, "500", id="out of order"),
        pytest.param(Reply(body=b"rate_limited"), DeliveryDelayed, "rate_limited", id="too many"),
        pytest.param(Drop(read_first=True), DeliveryUncertain, "lost", id="answer lost"),
    ],
)
async def test_what_slack_says_to_a_webhook(tmp_path, behaviour, error, says):
    with pytest.raises(error, match=says) as caught:
        await by_webhook(tmp_path, behaviour)
    assert "s3cret" not in str(caught.value)


async def test_too_many_messages_wait_as_long_as_slack_asks(tmp_path):
    with pytest.raises(DeliveryDelayed) as caught:
        await by_webhook(tmp_path, Reply(status=429, headers={"Retry-After": "30"}))
    assert caught.value.retry_after == 30.0


async def test_a_webhook_that_is_not_set_waits_for_the_operator(monkeypatch):
    monkeypatch.delenv("NO_SUCH_HOOK", raising=False)
    settings = SlackChannel.model_validate({"kind": "slack", "webhook": "env:NO_SUCH_HOOK"})
    async with loopback_door() as door:
        with pytest.raises(DeliveryDelayed, match="NO_SUCH_HOOK is not set"):
            await CHANNELS["slack"](settings, ChannelTools(door=door)).send(a_message())


# ---- by token -----------------------------------------------------------------------------------


async def by_token(tmp_path, *behaviours, **changes):
    async with http_sink() as sink, loopback_door() as door:
        (tmp_path / "token").write_text("xoxb-quiet\n")
        sink.next.extend(behaviours)
        settings = SlackChannel.model_validate(
            {
                "kind": "slack",
                "token": f"file:{tmp_path}/token",
                "channel": "C0123",
                "api": sink.url.removesuffix("/hook/s3cret") + "/api/",
            }
        )
        message = a_message(**changes)
        receipt = await CHANNELS["slack"](settings, ChannelTools(door=door)).send(message)
    return receipt, sink.received[0]


OK = Reply(body=b'{"ok": true, "ts": "1614773160.000200"}')


async def test_a_token_posts_to_the_channel_and_keeps_the_receipt(tmp_path):
    receipt, received = await by_token(tmp_path, OK)
    content = json.loads(received.body)
    assert receipt == "1614773160.000200"
    assert received.path == "/api/chat.postMessage"
    assert received.headers["authorization"] == "Bearer xoxb-quiet"
    assert content["channel"] == "C0123"
    assert content["metadata"]["event_payload"] == {"key": "alert-1.desk"}
    assert "thread_ts" not in content


@pytest.mark.parametrize(
    ("severity", "broadcast"), [(Severity.HIGH, True), (Severity.MEDIUM, False)]
)
async def test_an_update_goes_into_the_thread(tmp_path, severity, broadcast):
    _, received = await by_token(
        tmp_path, OK, reply_to="1614.1", first_in_thread=False, severity=severity
    )
    content = json.loads(received.body)
    assert (content["thread_ts"], content["reply_broadcast"]) == ("1614.1", broadcast)


@pytest.mark.parametrize(
    ("body", "error", "says"),
    [
        pytest.param(b'{"ok": false, "error": "invalid_auth"}', DeliveryRefused, "auth", id="auth"),
        pytest.param(b'{"ok": false, "error": "ratelimited"}', DeliveryDelayed, "rate", id="rate"),
        pytest.param(b'{"ok": false}', DeliveryRefused, "None", id="no reason"),
        pytest.param(b"[]", DeliveryRefused, "no answer", id="a list"),
        pytest.param(b"<html>", DeliveryUncertain, "not JSON", id="a page"),
        pytest.param(b'{"ok": false, "error": "a\\nb"}', DeliveryRefused, "a b", id="two lines"),
    ],
)
async def test_what_slack_says_to_a_token(tmp_path, body, error, says):
    with pytest.raises(error, match=says) as caught:
        await by_token(tmp_path, Reply(body=body))
    assert "xoxb" not in str(caught.value)
