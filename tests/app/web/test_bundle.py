import subprocess
from pathlib import Path

import pytest

from app.web.bundle import FIRST, FOLDER, SOURCES, folder_of_page, modules_of


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Static files and a bundle of them, which looks as static/bundle.py leaves it."""
    bundled = tmp_path / FOLDER
    (tmp_path / "curve").mkdir()
    bundled.mkdir()
    for name in ("page.js", "curve/curve.js", "bundled/chunk-A.js", "bundled/chunk-B.js", "bundled/page.js"):
        (tmp_path / name).write_text(f"// {name}")
    sums = subprocess.run(
        ["sha256sum", "page.js", "curve/curve.js"], cwd=tmp_path, capture_output=True, check=True
    )
    (bundled / SOURCES).write_bytes(sums.stdout)
    (bundled / FIRST).write_text("chunk-A.js\n")
    return tmp_path


def test_the_bundle_is_served_if_it_is_of_the_present_sources(files: Path) -> None:
    assert folder_of_page(files) == files / FOLDER
    assert modules_of(files) == [files / FOLDER / "chunk-A.js"]


def edit(files: Path) -> None:
    (files / "curve" / "curve.js").write_text("// edited")


def remove(files: Path) -> None:
    (files / "page.js").unlink()


def lose_bundle(files: Path) -> None:
    (files / FOLDER / SOURCES).unlink()


@pytest.mark.parametrize("change", [edit, remove, lose_bundle])
def test_otherwise_the_modules_are_served_as_they_are(files: Path, change: object) -> None:
    assert callable(change)
    change(files)
    assert folder_of_page(files) == files
    assert modules_of(files) == []
