"""Alerts as JSON to a program."""

import hashlib
import hmac
import json
import re

import pytest

from alerts.channels import CHANNELS, ChannelTools
from marsad.errors import DeliveryDelayed
from marsad.settings.alerting import WebhookChannel
from tests.alerts.builders import a_message
from tests.alerts.sinks import http_sink, loopback_door


async def posted(written, message=None):
    async with http_sink() as sink, loopback_door() as door:
        settings = WebhookChannel.model_validate({"kind": "webhook", "url": sink.url} | written)
        channel = CHANNELS["webhook"](settings, ChannelTools(door=door))
        assert await channel.send(message or a_message()) is None
    return sink.received[0]


async def test_the_body_is_the_alert_document():
    message = a_message(alert={"id": "alert-1", "title": "هجوم <b>"})
    received = await posted({}, message)
    assert json.loads(received.body) == message.alert
    assert received.headers["content-type"] == "application/json; charset=utf-8"
    assert received.headers["idempotency-key"] == "alert-1.desk"
    assert "x-marsad-signature" not in received.headers


async def test_the_signature_is_the_hmac_of_the_body(tmp_path):
    (tmp_path / "secret").write_text("quiet word\n")
    received = await posted({"secret": f"file:{tmp_path}/secret"})
    expected = hmac.new(b"quiet word", received.body, hashlib.sha256).hexdigest()
    assert received.headers["x-marsad-signature"] == f"sha256={expected}"


async def test_the_same_message_has_the_same_body_and_key():
    one, two = await posted({}), await posted({})
    assert (one.body, one.headers["idempotency-key"]) == (two.body, two.headers["idempotency-key"])


async def test_an_address_may_be_a_secret(tmp_path):
    async with http_sink() as sink, loopback_door() as door:
        (tmp_path / "url").write_text(sink.url)
        settings = WebhookChannel.model_validate({"kind": "webhook", "url": f"file:{tmp_path}/url"})
        await CHANNELS["webhook"](settings, ChannelTools(door=door)).send(a_message())
    assert sink.received[0].path == "/hook/s3cret"


async def test_a_secret_that_is_missing_waits_for_the_operator(tmp_path):
    with pytest.raises(DeliveryDelayed, match="cannot be read"):
        await posted({"secret": f"file:{tmp_path}/none"})


async def test_a_strange_key_is_sent_by_its_digest():
    received = await posted({}, a_message(key="alert-1.ночь\r\nX: y"))
    assert re.fullmatch(r"[0-9a-f]{24}", received.headers["idempotency-key"])


async def test_half_a_letter_does_not_stop_a_message():
    received = await posted({}, a_message(alert={"title": "x\ud800y"}))
    assert json.loads(received.body) == {"title": "x?y"}
