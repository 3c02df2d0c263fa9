"""The disk under the database, which is never filled to its last byte."""

import shutil
from pathlib import Path


class DiskFull(OSError):  # noqa: N818  (it is what is the matter)
    """Too little is free; nothing more is written."""

    def __init__(self, free: int, reserve: int) -> None:
        super().__init__(f"only {free} bytes of the disk are free, and {reserve} are to stay so")
        self.free = free
        self.reserve = reserve


class Disk:
    """`folder` is None where the database is on another machine, which watches over its own disk."""

    def __init__(self, folder: Path | None = None, reserve: int = 0) -> None:
        self.folder = folder
        self.reserve = reserve

    def check(self) -> None:
        """Raises DiskFull."""
        if self.folder is not None and (free := shutil.disk_usage(self.folder).free) < self.reserve:
            raise DiskFull(free, self.reserve)
