"""Which IP addresses may be asked (R15): those of the public Internet, also where IPv6 carries an IPv4 address."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address

DENIED = tuple(
    map(
        ip_network,
        (
            "100.64.0.0/10",  # carrier-grade NAT, and metadata of Alibaba
            "168.63.129.16/32",  # Azure's host, reachable from every machine in it
            "192.0.0.0/24",  # protocol assignments, and metadata of Oracle
            "192.88.99.0/24",  # relays of 6to4
            "198.18.0.0/15",  # benchmarks
            "64:ff9b::/96",  # NAT64
            "2001::/32",  # Teredo
            "2002::/16",  # 6to4
        ),
    )
)
PRIVATE = tuple(map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")))
"""Neither this machine nor link-local addresses, where clouds have their metadata."""
GLOBAL_UNICAST = ip_network("2000::/3")
NAT64 = ip_network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """Return whether an address, and every IPv4 address that it carries, is a public one."""
    plain = unwrapped(address)
    return _is_public(plain) and all(map(_is_public, _carried(plain)))


def is_loopback(address: Address) -> bool:
    """Return whether an address is one of this machine."""
    return unwrapped(address).is_loopback


def is_private(address: Address) -> bool:
    """Return whether an address is one of an own network."""
    plain = unwrapped(address)
    return any(plain in network for network in PRIVATE)


def unwrapped(address: Address) -> Address:
    """Return the IPv4 address in an IPv4-mapped one, and any other address as it is."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def parsed(text: str) -> Address:
    """Return the address in what a resolver answers, without the zone of a link-local one. Raises `ValueError`."""
    return ip_address(text.split("%", 1)[0])


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address not in GLOBAL_UNICAST:
        return False
    return address.is_global and not address.is_multicast and not any(address in network for network in DENIED)


def _carried(address: Address) -> Iterator[IPv4Address]:
    if isinstance(address, IPv6Address):
        if address.sixtofour:
            yield address.sixtofour
        yield from address.teredo or ()
        if address in NAT64:
            yield IPv4Address(int(address) & 0xFFFFFFFF)
