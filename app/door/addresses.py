"""The address of a visitor, as limits count it."""

from ipaddress import IPv6Address, ip_address, ip_network

from starlette.requests import HTTPConnection

PREFIX_BITS = 64
"""A host with one IPv6 address can use its whole /64 network."""


def address_of(connection: HTTPConnection) -> str:
    """The IPv4 address or IPv6 network of a client; behind a trusted proxy, the one that the proxy names."""
    return network_of(connection.client.host if connection.client else "")


def network_of(text: str) -> str:
    """The IPv4 address, or the network of an IPv6 address."""
    try:
        address = ip_address(text)
    except ValueError:
        return "unknown"  # all clients without an address share one name
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), PREFIX_BITS), strict=False))


def checked_network(text: str) -> str:
    """The address or network, or "*" for all; raises ValueError."""
    if text != "*":
        try:
            ip_network(text)
        except ValueError:
            raise ValueError(
                f"{text!r} is no address or network: like 10.0.0.5 or 10.0.0.0/8, or * for all"
            ) from None
    return text
