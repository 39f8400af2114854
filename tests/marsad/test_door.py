import asyncio
import gzip
import ssl
import zlib
from ipaddress import ip_network

import pytest

from marsad.door import Door
from marsad.errors import FetchError, FetchRefused, FetchTooLarge
from marsad.names import Names
from tests.crawler.certificates import self_signed
from tests.crawler.outlets import LOOPBACK, answer, outlet

FEED = b"<rss><channel/></rss>"


def open_door(**changes):
    return Door(**({"allow_networks": LOOPBACK} | changes))


async def fetched(reply, headers=None, **options):
    """The answer to one GET, and what the server was asked."""
    async with outlet(reply) as server, open_door() as door:
        return await door.get(server.url("/feed"), headers, **options), server.asked


async def refusal(url, **door_options):
    async with Door(**door_options) as door:
        with pytest.raises(FetchRefused) as caught:
            await door.get(url)
    return str(caught.value)


async def test_a_plain_answer():
    got, asked = await fetched(lambda request: answer(FEED, Content_Type="text/xml", ETag='W/"a"'))
    assert (got.status, got.body, got.headers["etag"]) == (200, FEED, 'W/"a"')
    assert got.fetched_seconds > 0
    assert asked[0].headers["accept-encoding"] == "gzip, deflate"


async def test_it_says_who_asks():
    async with (
        outlet(lambda request: answer()) as server,
        open_door(contact="desk@x.example") as door,
    ):
        await door.get(server.url())
        assert server.asked[0].headers["user-agent"].startswith("marsad/")
        assert server.asked[0].headers["user-agent"].endswith("(+desk@x.example)")


@pytest.mark.parametrize(
    "status", ["304 Not Modified", "404 Not Found", "429 Slow Down", "500 Broken"]
)
async def test_a_refusing_server_is_an_answer(status):
    got, _ = await fetched(lambda request: answer(status=status))
    assert got.status == int(status[:3])


async def test_no_cookie_comes_back():
    async with outlet(lambda request: answer(Set_Cookie="a=b")) as server, open_door() as door:
        await door.get(server.url())
        await door.get(server.url())
        assert "cookie" not in server.asked[1].headers


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1:22/",
        "http://localhost/",
        "http://LOCALHOST/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http://[::1]/",
        "http://[::]/",
        "http://0.0.0.0/",
        "http://0/",
        "http://[::ffff:127.0.0.2]/",
        "http://[64:ff9b::7f00:2]/",
        "http://[2002:7f00:2::]/",
        "http://2130706434/",
        "http://0177.0.0.2/",
        "http://0x7f.2/",
        "http://127.2/",
        "http://100.64.0.1/",
        "http://①②⑦.0.0.2/",
        "http://１２７.0.0.2/",
        "http://127。0。0。2/",
        "file:///etc/hosts",
        "FILE:///etc/hosts",
        "/etc/hosts",
        "gopher://outlet.example/",
        "ftp://outlet.example/",
        "data:text/xml,<rss/>",
        "javascript:alert(1)",
        "http://127.0.0.2:80\\@outlet.example/",
        "http://outlet.example/a b",
        "http://outlet.example/a\r\nX-A: b",
        "http://outlet.example@127.0.0.2/",
        "http://:80/",
        "http:///x",
        "http://outlet.example:99999/",
        "http://outlet.example/" + "a" * 9000,
        "",
    ],
)
async def test_addresses_that_are_refused(url):
    message = await refusal(url)
    assert "\n" not in message


async def test_a_refusal_names_the_setting():
    assert "fetch.allow_networks" in await refusal("http://10.0.0.1/")


async def test_credentials_never_reach_a_message():
    message = await refusal("http://user:secret@10.0.0.1/feed?token=secret")
    assert "secret" not in message


async def test_a_listed_network_is_no_licence_for_others():
    assert await refusal("http://127.0.0.2/", allow_networks=[ip_network("127.0.0.1/32")])


async def test_names_are_checked_by_their_addresses():
    with pytest.raises(FetchRefused, match="private address"):
        await Names(lambda address: False).resolve("localhost", 80)
    found = await Names(lambda address: address == "127.0.0.1").resolve("localhost", 80)
    assert {one["host"] for one in found} == {"127.0.0.1"}


async def test_an_unknown_name_is_one_line():
    async with Door() as door:
        with pytest.raises(FetchError, match="name not found") as caught:
            await door.get("http://nobody.invalid/")
    assert not caught.value.sent


# ---- redirects


def moving(*targets):
    """A server that sends from /0 to the first target, from /1 to the second …"""

    def reply(request):
        index = request.path.strip("/")
        if index.isdigit() and int(index) < len(targets):
            return answer(status="302 Found", Location=targets[int(index)])
        return answer(b"arrived at " + request.path.encode())

    return reply


async def test_redirects_are_followed():
    async with outlet(moving("/1", "2", "/end?x=1")) as server, open_door() as door:
        got = await door.get(server.url("/0"))
    assert got.body == b"arrived at /end?x=1"
    assert got.url == server.url("/end?x=1")


async def test_five_redirects_are_the_most():
    async with outlet(moving(*(f"/{n}" for n in range(1, 20)))) as server, open_door() as door:
        with pytest.raises(FetchRefused, match="more than 5 redirects"):
            await door.get(server.url("/0"))
        assert len(server.asked) == 6


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/hosts",
        "data:text/xml,<rss/>",
        "gopher://x/",
        "javascript:alert(1)",
        "http://user:pass@127.0.0.1/",
        "http://10.0.0.1/",
        "http://169.254.169.254/",
        "http://[::ffff:10.0.0.1]/",
        "http://2130706434/",
        "http://[broken/",
        pytest.param("http://localhost:9/", id="another host of a listed network"),
        pytest.param("http://127.0.0.2:9/", id="another address of a listed network"),
    ],
)
async def test_redirects_that_are_refused(target):
    async with outlet(moving(target)) as server, open_door() as door:
        with pytest.raises(FetchRefused):
            await door.get(server.url("/0"))


async def test_a_known_name_does_not_open_a_redirect():
    async with outlet(moving()) as other, open_door() as door:
        await door.get(other.url("/", host="localhost"))  # its address is now remembered
        async with outlet(moving(other.url("/", host="localhost"))) as server:
            with pytest.raises(FetchRefused):
                await door.get(server.url("/0"))
        assert len(other.asked) == 1


async def test_a_redirect_without_a_target_is_an_error():
    with pytest.raises(FetchError, match="without a target"):
        await fetched(lambda request: answer(status="301 Moved", Location=""))


SECRETS = {"Authorization": "s", "Cookie": "s", "X-Api-Key": "s", "If-None-Match": '"v"'}


async def test_secrets_stay_with_their_origin():
    async with (
        outlet(moving()) as other,
        outlet(moving(other.url())) as server,
        open_door() as door,
    ):
        await door.get(server.url("/0"), SECRETS)
    assert server.asked[0].headers["x-api-key"] == "s"
    assert {"authorization", "cookie", "x-api-key"}.isdisjoint(other.asked[0].headers)
    assert other.asked[0].headers["if-none-match"] == '"v"'


async def test_secrets_go_along_within_an_origin():
    async with outlet(moving("/end")) as server, open_door() as door:
        await door.get(server.url("/0"), SECRETS)
    assert server.asked[1].headers["x-api-key"] == "s"


# ---- what an answer may cost


def packed(data, window):
    packer = zlib.compressobj(wbits=window)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        pytest.param("gzip", gzip.compress(FEED), id="gzip"),
        pytest.param("x-gzip", gzip.compress(FEED[:5]) + gzip.compress(FEED[5:]), id="members"),
        pytest.param("deflate", packed(FEED, 15), id="deflate"),
        pytest.param("deflate", packed(FEED, -15), id="raw deflate"),
        pytest.param("gzip", FEED, id="says gzip, is plain"),
        pytest.param("identity", FEED, id="identity"),
        pytest.param("gzip", b"", id="nothing"),
    ],
)
async def test_codings(coding, body):
    got, _ = await fetched(lambda request: answer(body, Content_Encoding=coding))
    assert got.body == (FEED if body else b"")


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        pytest.param("gzip, gzip", gzip.compress(gzip.compress(FEED)), id="two codings"),
        pytest.param("br", b"\x0b\x02\x80", id="one that we do not offer"),
        pytest.param("gzip", gzip.compress(FEED)[:-9], id="broken off"),
        pytest.param("gzip", b"\x1f\x8b\x08" + b"x" * 50, id="rubbish"),
    ],
)
async def test_codings_that_are_errors(coding, body):
    with pytest.raises(FetchError):
        await fetched(lambda request: answer(body, Content_Encoding=coding))


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        pytest.param({}, b"x" * 2000, id="plain"),
        pytest.param({"Content_Encoding": "gzip"}, gzip.compress(b"x" * 2000), id="gzip"),
        pytest.param({"Content_Encoding": "deflate"}, packed(b"x" * 2000, 15), id="deflate"),
        pytest.param({"Content_Encoding": "gzip"}, gzip.compress(b"x" * 50_000_000), id="bomb"),
    ],
)
async def test_the_cap_holds_before_and_after_decompression(headers, body):
    with pytest.raises(FetchTooLarge):
        await fetched(lambda request: answer(body, **headers), cap=1000)


async def test_an_endless_body_ends_at_the_cap():
    async def writes(request, reader, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"10000\r\n" + b" " * 65536 + b"\r\n")
            await writer.drain()

    async with outlet(writes=writes) as server, open_door() as door:
        with pytest.raises(FetchTooLarge):
            await door.get(server.url(), cap=200_000)


async def test_a_short_body_is_no_answer():
    with pytest.raises(FetchError, match="broken off"):
        await fetched(lambda request: answer(FEED, length=1000))


def bytewise(head):
    async def writes(request, reader, writer):
        writer.write(head)
        while True:
            writer.write(b"a")
            await writer.drain()
            await asyncio.sleep(0.02)

    return writes


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nX-A: ", id="in the headers"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", id="in the body"),
    ],
)
async def test_the_deadline_is_for_everything_together(head):
    async with outlet(writes=bytewise(head)) as server, open_door() as door:
        with pytest.raises(FetchError, match=r"within 0\.2 s"):
            await door.get(server.url(), deadline=0.2)


@pytest.mark.parametrize(
    "start",
    [
        pytest.param(b"\x16\x03\x01SSH-2.0-x\r\n\x00\xff" * 50, id="not HTTP"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\n" * 5000, id="continue for ever"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(5000)), id="headers"
        ),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", id="long header"),
    ],
)
async def test_what_is_no_http_answer_is_an_error(start):
    async def writes(request, reader, writer):
        writer.write(start)

    async with outlet(writes=writes) as server, open_door() as door:
        with pytest.raises(FetchError) as caught:
            await door.get(server.url(), deadline=5)
    assert "within" not in str(caught.value)


async def test_a_hanging_server_holds_nobody_up():
    async def hang(request, reader, writer):
        await asyncio.Event().wait()

    async with (
        outlet(writes=hang) as slow,
        outlet(lambda request: answer(FEED)) as quick,
        open_door() as door,
    ):
        waiting = asyncio.ensure_future(door.get(slow.url(), deadline=30))
        got = await asyncio.gather(*(door.get(quick.url(f"/{n}")) for n in range(50)))
        assert len(got) == 50
        assert not waiting.done()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting


async def test_certificates_are_verified(tmp_path):
    certificate, key = self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    async with outlet(lambda request: answer(FEED), tls=context) as server, open_door() as door:
        with pytest.raises(FetchError, match="certificate is not valid"):
            await door.get(server.url())
    assert server.asked == []


# ---- sending


async def test_post_sends_and_does_not_follow():
    async with outlet(moving("/end")) as server, open_door() as door:
        got = await door.post(server.url("/0"), b"{}", {"Content-Type": "application/json"})
    assert got.status == 302
    assert [(one.method, one.body) for one in server.asked] == [("POST", b"{}")]


async def test_an_error_tells_whether_the_request_left():
    async def drop(request, reader, writer):
        writer.transport.abort()

    async with outlet(writes=drop) as server, open_door() as door:
        with pytest.raises(FetchError) as caught:
            await door.post(server.url(), b"{}")
        assert caught.value.sent
    async with open_door() as door:
        with pytest.raises(FetchError) as caught:
            await door.post(server.url(), b"{}")  # nobody listens any more
        assert not caught.value.sent
        with pytest.raises(FetchRefused) as caught:
            await door.post("http://10.0.0.1/", b"{}")
        assert not caught.value.sent


async def test_a_late_answer_may_have_been_sent():
    async def hang(request, reader, writer):
        await asyncio.Event().wait()

    async with outlet(writes=hang) as server, open_door() as door:
        with pytest.raises(FetchError) as caught:
            await door.post(server.url(), b"{}", deadline=0.2)
    assert caught.value.sent


# ---- connections


async def test_a_burst_to_one_server_shares_connections():
    connections = 0

    async def keep_alive(request, reader, writer):
        nonlocal connections
        connections += 1
        while True:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            await writer.drain()
            if not await reader.readuntil(b"\r\n\r\n"):
                return

    async with outlet(writes=keep_alive) as server, open_door() as door:
        for _ in range(20):
            assert (await door.get(server.url())).body == b"ok"
    assert connections < 4


async def test_a_server_that_gives_connections_up_is_asked_anew():
    async def once(request, reader, writer):
        # Keeps the connection, says nothing of it, and drops it at the second request.
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        await writer.drain()
        await reader.read(1)

    async with outlet(writes=once) as server, open_door() as door:
        for _ in range(10):
            assert (await door.get(server.url())).body == b"ok"
