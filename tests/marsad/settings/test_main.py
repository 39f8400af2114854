import pytest

from marsad.settings.main import MainFile, is_loopback
from marsad.settings.secrets import Secret


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("marsad.example", False),
    ],
)
def test_only_this_machine_is_loopback(host, expected):
    assert is_loopback(host) == expected


@pytest.mark.parametrize(
    ("listen", "host", "port"),
    [
        ("127.0.0.1:8800", "127.0.0.1", 8800),
        ("[::1]:0", "::1", 0),
        ("localhost:65535", "localhost", 65535),
    ],
)
def test_where_to_listen(listen, host, port):
    web = MainFile.model_validate({"web": {"listen": listen}}).web
    assert (web.host, web.port) == (host, port)


@pytest.mark.parametrize(
    "listen", ["", ":8800", "127.0.0.1", "127.0.0.1:65536", "::1:8800", "a b:1"]
)
def test_where_not_to_listen(listen):
    with pytest.raises(ValueError, match="expected host:port"):
        MainFile.model_validate({"web": {"listen": listen}})


def test_beyond_this_machine_with_a_token():
    web = {"listen": "0.0.0.0:8800", "token": "env:MARSAD_TOKEN"}
    assert MainFile.model_validate({"web": web}).web.token == Secret("env:MARSAD_TOKEN")


@pytest.mark.parametrize(
    ("written", "at", "ping"),
    [
        pytest.param({}, "08:00", None, id="on by default"),
        pytest.param({"heartbeat": "off"}, None, None, id="off"),
        pytest.param({"heartbeat": {"at": "21:30"}}, "21:30", None, id="another hour"),
        pytest.param(
            {"heartbeat": {"at": None, "ping": "https://ping.example/x"}},
            None,
            "https://ping.example/x",
            id="only a ping",
        ),
    ],
)
def test_the_heartbeat(written, at, ping):
    heartbeat = MainFile.model_validate(written).heartbeat
    assert (heartbeat.at, heartbeat.ping_address()) == (at, ping)


def test_a_ping_address_may_be_a_secret(monkeypatch):
    monkeypatch.setenv("MARSAD_TEST_PING", "https://ping.example/x")
    main = MainFile.model_validate({"heartbeat": {"ping": "env:MARSAD_TEST_PING"}})
    assert main.heartbeat.ping_address() == "https://ping.example/x"


def test_networks_are_read():
    main = MainFile.model_validate(
        {"fetch": {"allow_networks": ["127.0.0.0/8", "fd00::/8", "10.0.0.1"]}}
    )
    assert [str(network) for network in main.fetch.allow_networks] == [
        "127.0.0.0/8",
        "fd00::/8",
        "10.0.0.1/32",
    ]
