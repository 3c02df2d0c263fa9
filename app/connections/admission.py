"""How many connections there may be: from one address, and in all, so that files are left for the database."""

import logging
from collections import Counter
from contextlib import suppress

SPARE_FILES = 64
"""So many files are kept for the database, for the training processes and for what is served; of few, a quarter."""
AGAIN_BELOW = 0.9
"""The log says again that there are too many once there were so much fewer."""

log = logging.getLogger("chalknet.connections")


def most_files() -> int | None:
    """How many files this process may open; None where there is no such limit."""
    with suppress(ImportError, OSError):  # Windows
        import resource

        most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        return None if most == resource.RLIM_INFINITY else most
    return None


class Admission:
    """Counts connections by the address that they come from: a proxy's, where there is one."""

    def __init__(self, per_address: int) -> None:
        self.per_address = per_address
        self.of_address: Counter[str] = Counter()
        self._full = False
        self._files = most_files()

    def enter(self, address: str, file: int) -> bool:
        """Whether one more may come in; `file` is its number. The system gives the lowest that is free, so that there
        are about as many files."""
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
