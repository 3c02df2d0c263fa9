"""The host names of this server.

Without a check, a site that someone visits could point its own name at a server on the visitor's machine (DNS
rebinding), and the browser would treat the pages of both as one site.

Without a check, any site that someone visits could have its own name lead to a server on their machine (DNS
rebinding), and its pages would be taken for ours.
"""

import re
import socket
from collections.abc import Collection
from ipaddress import ip_address

LOCAL = ("localhost", "local", "lan", "home.arpa", "internal")
"""Nobody can register names under these on the internet (RFC 6761, 6762, 8375; .lan, .internal: not delegated)."""
NAME = re.compile(r"(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*|\*|[0-9a-f:.]+")


def checked_host(text: str) -> str:
    """A host name as it is listed: chalknet.example, *.school.example, or * for all; raises ValueError."""
    name = text.strip().lower().rstrip(".")
    if NAME.fullmatch(name) is None:
        raise ValueError(
            f"{text!r} is no host name: like chalknet.example, *.school.example, or * for all; without a scheme and "
            "without a port"
        )
    return name


def name_in(host: str) -> str:
    """The name or the address in a Host header."""
    name = host.strip().lower()
    name = name[1:].partition("]")[0] if name.startswith("[") else name.partition(":")[0]
    return name.rstrip(".")


class KnownHosts:
    """The listed names, and those that no other site can have: addresses, the machine's name, local names."""

    def __init__(self, listed: Collection[str]) -> None:
        self.listed = {*listed, socket.gethostname().lower()}
        self.endings = tuple(name[1:] for name in listed if name.startswith("*."))

    def knows(self, host: str) -> bool:
        """Whether a Host header names this server. A request without the header comes from no browser."""
        name = name_in(host)
        return (
            not host
            or "*" in self.listed
            or name in self.listed
            or name.endswith(self.endings)
            or "." not in name
            or any(name.endswith(f".{ending}") for ending in LOCAL)
            or is_address(name)
        )


def is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
