"""Limits on the number of connections: from one address, and in all, so that files are left for the database."""

import logging
from collections import Counter
from contextlib import suppress

SPARE_FILES = 64
"""Files that are kept free for the database and the training processes; a quarter of all where there are few."""
AGAIN_BELOW = 0.9
"""The log repeats the warning only after the number of files has fallen below this share of the limit."""

log = logging.getLogger("chalknet.connections")


def most_files() -> int | None:
    """The number of files that this process may open; None where there is no such limit."""
    with suppress(ImportError, OSError):  # Windows
        import resource

        most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        return None if most == resource.RLIM_INFINITY else most
    return None


class Admission:
    """Counts connections by the address that they come from; behind an untrusted proxy that is the proxy's address."""

    def __init__(self, per_address: int) -> None:
        self.per_address = per_address
        self.of_address: Counter[str] = Counter()
        self._full = False
        self._files = most_files()

    def enter(self, address: str, file: int) -> bool:
        """Admit one more connection, if the limits allow it. `file` is its descriptor: the system gives the lowest free
        number, so about that many files are open."""
        if self._files is not None:
            most = self._files - min(SPARE_FILES, self._files // 4)
            if file >= most and not self._full:
                self._full = True
                log.error(
                    "%d files are open, and the system allows %d: further connections are turned away (see ulimit -n)",
                    file,
                    self._files,
                )
            elif file < AGAIN_BELOW * most:
                self._full = False
            if file >= most:
                return False
        if self.of_address[address] >= self.per_address:
            return False
        self.of_address[address] += 1
        return True

    def leave(self, address: str) -> None:
        self.of_address[address] -= 1
        if not self.of_address[address]:
            del self.of_address[address]
