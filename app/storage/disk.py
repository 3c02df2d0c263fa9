"""The disk under the database: a reserve of it stays free."""

import shutil
from pathlib import Path


class DiskFull(OSError):  # noqa: N818  (the name states the problem)
    """Too little of the disk is free; nothing more is written."""

    def __init__(self, free: int, reserve: int) -> None:
        super().__init__(f"only {free} bytes of the disk are free, and {reserve} are to stay so")
        self.free = free
        self.reserve = reserve


class Disk:
    """`folder` is None where the database is on another machine, which has its own limits."""

    def __init__(self, folder: Path | None = None, reserve: int = 0) -> None:
        self.folder = folder
        self.reserve = reserve

    def check(self) -> None:
        """Raises DiskFull."""
        if self.folder is not None and (free := shutil.disk_usage(self.folder).free) < self.reserve:
            raise DiskFull(free, self.reserve)
