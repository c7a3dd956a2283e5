"""Only addresses of the public Internet may be asked (F5, R15)."""

from ipaddress import ip_address

import pytest
from esteira.lookups.fetching.addresses import is_public, parsed, unwrapped

OWN_NETWORK = [
    "127.0.0.1",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "192.0.0.192",
    "198.18.0.1",
    "192.88.99.1",
    "168.63.129.16",
    "224.0.0.1",
    "233.252.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::8.8.8.8",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2002:0808:0808::",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
]


@pytest.mark.parametrize("text", OWN_NETWORK)
def test_an_address_of_an_own_network_is_not_public(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", ["8.8.8.8", "200.160.2.3", "::ffff:8.8.8.8", "2606:4700:4700::1111", "2800:3f0::1"])
def test_an_address_of_the_internet_is_public(text: str) -> None:
    assert is_public(ip_address(text))


def test_a_mapped_address_is_connected_to_as_what_it_is() -> None:
    assert str(unwrapped(ip_address("::ffff:8.8.8.8"))) == "8.8.8.8"


def test_the_zone_of_a_link_local_address_does_not_hide_it() -> None:
    assert not is_public(parsed("fe80::1%eth0"))
