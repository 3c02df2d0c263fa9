"""The modules and styles of the page: the bundle of the build, or the sources themselves."""

import hashlib
from pathlib import Path

FOLDER = "bundled"
SOURCES = "sources.sha256"
FIRST = "first.txt"


def folder_of_page(files: Path) -> Path:
    """The folder of page.js, opening.js and page.css; `files` is the folder of all static files.

    A bundle of other sources is never served: while the sources are edited, they are served themselves.
    """
    return files / FOLDER if is_up_to_date(files) else files


def is_up_to_date(files: Path) -> bool:
    """Whether a bundle exists, and was made from the present sources (see static/bundle.py)."""
    try:
        lines = (files / FOLDER / SOURCES).read_text("utf-8").splitlines()
        return all(
            digest == digest_of(files / name) for digest, name in (line.split("  ", 1) for line in lines)
        )
    except FileNotFoundError:
        return False


def digest_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def modules_of(files: Path) -> list[Path]:
    """Modules that the page's head names because the page needs them at once, so that a browser requests all together.

    Of a bundle alone: sources are edited on the machine that serves them, where one request more costs nothing.
    """
    page = folder_of_page(files)
    if page == files:
        return []
    return [page / name for name in (page / FIRST).read_text("utf-8").splitlines()]
