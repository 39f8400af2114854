from ipaddress import ip_network

import pytest

from marsad.addresses import is_public


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "185.15.59.224",
        "2606:4700:4700::1111",
        pytest.param("::ffff:8.8.8.8", id="public in IPv6 clothes"),
        pytest.param("64:ff9b::808:808", id="public through NAT64"),
    ],
)
def test_the_outside_world_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.8",
        "192.168.1.1",
        "192.88.99.1",
        "198.18.0.1",
        "203.0.113.7",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:2",
        "::ffff:127.0.0.2",
        "::ffff:7f00:2",
        "64:ff9b::7f00:2",
        "64:ff9b:1::7f00:2",
        "2002:7f00:2::",
        "2001:0:4136:e378:8000:63bf:80ff:fffd",
        "2001:db8::1",
        "3fff::1",
        "fd00:ec2::254",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        pytest.param("2130706434", id="decimal"),
        pytest.param("0177.0.0.2", id="octal"),
        pytest.param("localhost", id="a name"),
        pytest.param("", id="nothing"),
    ],
)
def test_everything_else_is_not(address):
    assert not is_public(address)


def test_a_listed_network_is_let_through():
    allow = [ip_network("127.0.0.1/32")]
    assert is_public("127.0.0.1", allow)
    assert is_public("::ffff:127.0.0.1", allow)
    assert not is_public("127.0.0.2", allow)
    assert not is_public("::ffff:127.0.0.2", allow)
