"""What a receiver's answer or silence means."""

import pytest

from alerts.channels.posting import post
from marsad.door import Door
from marsad.errors import DeliveryDelayed, DeliveryRefused, DeliveryUncertain
from tests.alerts.sinks import Drop, Reply, Silence, http_sink, loopback_door


async def tried(*behaviours, deadline=5.0):
    async with http_sink() as sink, loopback_door() as door:
        sink.next.extend(behaviours)
        await post(door, sink.url, b"{}", {}, deadline=deadline)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
async def test_a_2xx_is_taken(status):
    await tried(Reply(status=status, body=b""))


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
async def test_a_busy_receiver_may_take_it_later(status):
    with pytest.raises(DeliveryDelayed, match=f"127.0.0.1: answered {status}"):
        await tried(Reply(status=status))


@pytest.mark.parametrize("status", [301, 302, 400, 401, 403, 404, 410, 413])
async def test_any_other_answer_is_a_refusal(status):
    with pytest.raises(DeliveryRefused, match=f"127.0.0.1: answered {status}"):
        await tried(Reply(status=status, headers={"Location": "http://127.0.0.1/"}))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({"Retry-After": "37"}, 37.0, id="seconds"),
        pytest.param({"Retry-After": " 0 "}, 0.0, id="at once"),
        pytest.param(
            {
                "Retry-After": "Wed, 03 Mar 2021 12:01:30 GMT",
                "Date": "Wed, 03 Mar 2021 12:00:00 GMT",
            },
            90.0,
            id="date, by the receiver's clock",
        ),
        pytest.param(
            {
                "Retry-After": "Wed, 03 Mar 2021 11:00:00 GMT",
                "Date": "Wed, 03 Mar 2021 12:00:00 GMT",
            },
            0.0,
            id="date gone by",
        ),
        pytest.param({"Retry-After": "Wed, 03 Mar 2021 12:01:30 GMT"}, None, id="no clock"),
        pytest.param({"Retry-After": "soon"}, None, id="words"),
        pytest.param({"Retry-After": "-5"}, None, id="negative"),
        pytest.param({}, None, id="nothing"),
    ],
)
async def test_retry_after_is_read_to_the_second(headers, seconds):
    with pytest.raises(DeliveryDelayed) as caught:
        await tried(Reply(status=429, headers=headers))
    assert caught.value.retry_after == seconds


async def test_a_connection_that_is_refused_was_not_sent():
    async with http_sink() as sink:
        url = sink.url
    async with loopback_door() as door:
        with pytest.raises(DeliveryDelayed, match=r"127\.0\.0\.1: cannot be reached"):
            await post(door, url, b"{}", {})


@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(Drop(read_first=True), id="lost after the request"),
        pytest.param(Drop(read_first=False), id="lost in the request"),
        pytest.param(Silence(), id="no answer in time"),
        pytest.param(Reply(headers={"Content-Encoding": "gzip"}, body=b"\x1f\x8bx"), id="broken"),
    ],
)
async def test_an_answer_that_is_lost_leaves_it_uncertain(behaviour):
    with pytest.raises(DeliveryUncertain, match=r"127\.0\.0\.1: the answer was lost"):
        await tried(behaviour, deadline=0.3)


async def test_a_private_address_is_refused_unless_listed():
    async with http_sink() as sink, Door() as door:
        with pytest.raises(DeliveryRefused, match=r"fetch\.allow_networks"):
            await post(door, sink.url, b"{}", {})
        assert sink.received == []


@pytest.mark.parametrize("behaviour", [Reply(status=500), Reply(status=404), Drop(read_first=True)])
async def test_no_error_tells_the_address(behaviour):
    with pytest.raises((DeliveryDelayed, DeliveryRefused, DeliveryUncertain)) as caught:
        await tried(behaviour)
    error: BaseException | None = caught.value
    assert "s3cret" not in repr(error)
    assert error.__cause__ is None or "s3cret" not in repr(error.__cause__)
    assert error.__suppress_context__ or error.__context__ is None
