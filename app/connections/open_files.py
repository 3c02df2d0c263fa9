"""The limit on open files: every page and every training process needs some, and the system limits them by process."""

import logging
import sys
from contextlib import suppress

FEWEST_FILES = 64
"""The files of the server itself, of its database, and of a few pages."""
FILES_A_HOST = 6


class TooFewFiles(Exception):  # noqa: N818  (the name states the problem)
    """The system allows too few files; the message gives the number needed."""


log = logging.getLogger("chalknet")


def allow_many_files(hosts: int, pages: int) -> None:
    """Raise the limit as far as the system allows; it is often 1024, which is too few for a school.

    Raises TooFewFiles where the limit is too low for the training processes; logs a warning where it is too low for
    `pages` that may be open at once.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed == resource.RLIM_INFINITY:
        allowed = sys.maxsize
    needed = FEWEST_FILES + FILES_A_HOST * hosts
    if allowed < needed:
        raise TooFewFiles(
            f"this process may open {allowed} files, but needs {needed} at least, and one more for every page: allow "
            f"it {needed + pages} (ulimit -n, or LimitNOFILE of systemd)"
        )
    if allowed < needed + pages:
        log.warning(
            "this process may open %d files: with more than %d pages open at once, others are turned away",
            allowed,
            allowed - needed,
        )
