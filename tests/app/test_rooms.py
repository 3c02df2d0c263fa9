"""The rooms of the server stand in the README from the highest to the lowest: each imports what stands lower, and the
engine imports none of them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


def imports(folder: str) -> Iterator[tuple[Path, list[str]]]:
    """Every module that the modules of a folder import, in parts."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                yield path, (node.module or "").split(".")
            elif isinstance(node, ast.Import):
                for name in node.names:
                    yield path, name.name.split(".")


def test_imports_run_downwards() -> None:
    rooms = re.findall(r"^ {6}(\w+)/ ", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert sorted(rooms) == sorted(path.parent.name for path in (ROOT / "app").glob("*/__init__.py"))
    for path, [top, *rest] in imports("app"):
        room = path.parent.name
        if top == "app" and room in rooms and rest and rest[0] in rooms:
            assert rooms.index(rest[0]) >= rooms.index(room), f"{path} imports app.{rest[0]}"


def test_the_engine_knows_no_server() -> None:
    assert not [path for path, [top, *_] in imports("engine") if top == "app"]
