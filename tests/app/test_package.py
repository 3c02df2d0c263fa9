"""The wheel, which the Docker image is made of: built of what .dockerignore lets through, it serves all of the page."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.app.client import CHALKNET, run_of, serving_from

ROOT = Path(__file__).parents[2]
[HEALTHCHECK] = re.findall(r"^HEALTHCHECK .*\n +CMD (.*)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the Docker engine would get, beside the npm packages, which are installed here already."""
    folder = tmp_path_factory.mktemp("context")
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in lines
    ignored = shutil.ignore_patterns(
        *(line.split("/")[-1] for line in lines if line[0] not in "#*!"), "__pycache__"
    )
    for line in lines:
        if line.startswith("!"):
            source = ROOT / line[1:]
            if source.is_dir():
                shutil.copytree(source, folder / source.name, ignore=ignored)
            else:
                shutil.copy2(source, folder)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder


@pytest.fixture(scope="module")
def installed(context: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's files, as pip lays them out."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", folder, context], check=True)
    [wheel] = folder.glob("chalknet-*.whl")
    with zipfile.ZipFile(wheel) as files:
        files.extractall(folder / "installed")
    return folder / "installed"


def test_it_serves_the_page_its_digits_and_both_languages_and_writes_nothing_but_its_database(
    installed: Path, tmp_path: Path
) -> None:
    before = {*installed.rglob("*")}
    settings = {"PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}
    # -P: the sources in the present folder are not to be found before the wheel.
    with serving_from(tmp_path / "chalknet.db", program=("-P", *CHALKNET), **settings) as server:
        visitor = server.visitor()
        page = visitor.get("/").text
        assert "/bundled/page.js" in page
        for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
            assert visitor.get(address).status_code == 200, address
        assert "播放" in visitor.get("/", headers={"Accept-Language": "zh-CN"}).text
        run_of(visitor, data={"kind": "digits", "samples": 500}, objective={"loss": "softmax"})
        health = {**os.environ, "CHALKNET_PORT": str(urlsplit(server.url).port)}
        subprocess.run(["sh", "-ec", HEALTHCHECK], env=health, check=True)
    assert {*installed.rglob("*")} == before
    assert {path.name.split(".db")[0] for path in tmp_path.iterdir()} == {"chalknet"}
