"""Which network addresses belong to the outside world."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network

# Beyond what Python calls not global: its lists differ between patch releases.
_NOT_OUTSIDE = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "240.0.0.0/4",
        "::/96",
        "100::/64",
        "2001:db8::/32",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
    )
)
_NAT64 = tuple(ip_network(network) for network in ("64:ff9b::/96", "64:ff9b:1::/48"))


def is_public(address: str, allow: Sequence[Network] = ()) -> bool:
    """Whether a literal address lies in the outside world or in a network that `allow` lists."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inside = _embedded(parsed)
    # An IPv4 address in IPv6 clothes is what is reached in the end.
    if inside:
        return all(is_public(str(inner), allow) for inner in inside)
    if any(parsed in network for network in allow):
        return True
    if not parsed.is_global or parsed.is_multicast or parsed.is_reserved:
        return False
    return not any(parsed in network for network in _NOT_OUTSIDE)


def _embedded(address: IPv4Address | IPv6Address) -> tuple[IPv4Address, ...]:
    if isinstance(address, IPv4Address):
        return ()
    if address.ipv4_mapped:
        return (address.ipv4_mapped,)
    if address.sixtofour:
        return (address.sixtofour,)
    if address.teredo:
        return address.teredo
    if any(address in network for network in _NAT64):
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    if int(address) >> 32 == 0 and int(address) > 1:
        return (IPv4Address(int(address)),)
    return ()
