"""What the page loads: the bundle that the build made of its modules and styles, or these as they are."""

import hashlib
from pathlib import Path

FOLDER = "bundled"
SOURCES = "sources.sha256"
BUILT = {FOLDER, "bundle"}
"""Folders of what is built, and of what it is built from."""
LATER = {"katex.js", "again.js"}
"""Loaded when a part of the page that needs them is first opened, or by another page."""


def folder_of_page(files: Path) -> Path:
    """Where page.js, opening.js and page.css are to be taken from; `files` is the folder of all static files.

    A bundle that is not of the present sources is never served: while they are edited, they are served as they are.
    """
    return files / FOLDER if is_up_to_date(files) else files


def is_up_to_date(files: Path) -> bool:
    """Whether there is a bundle, and it was made of what its sources now are (see static/bundle.py)."""
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
    """Modules to be named in the page's head, because it imports them: a browser then asks for all at once."""
    page = folder_of_page(files)
    if page != files:
        return sorted(page.glob("chunk-*.js"))
    paths = [path for path in sorted(files.rglob("*.js")) if path.relative_to(files).parts[0] not in BUILT]
    return [path for path in paths if path.name not in LATER]
