"""Open files: every page and every training process needs some, and the system allows so many a process."""

import logging
import sys
from contextlib import suppress

FEWEST_FILES = 64
"""For the server itself, its database, and a few pages."""
FILES_A_HOST = 6


class TooFewFiles(Exception):  # noqa: N818  (it says what is the matter)
    """The system allows too few; the message says how many are needed."""


log = logging.getLogger("chalknet")


def allow_many_files(hosts: int, pages: int) -> None:
    """Take as many as the system allows; often 1024, which is less than a school.

    Raises TooFewFiles where they are too few for so many training processes; says so where they are too few for `pages`
    that may be open at once.
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
