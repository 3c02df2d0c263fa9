"""The real server in a process of its own, and Chromium on a page of it that must stay free of errors.

The page is the bundle, as it is shipped, made of the present sources.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from app.web.bundle import is_up_to_date

ROOT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SERVE = "from app.cli import main; main(['serve', '--port', '0'])"

Visit = Callable[..., Page]
READY = "(document.getElementById('test-loss')?.textContent ?? '–') !== '–'"


expect.set_options(timeout=15_000)


def until(page: Page, condition: str, seconds: float = 15) -> None:
    """Wait for a JavaScript expression to become true; Playwright's own waiting needs eval, which the page forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, f"not true after {seconds} s: {condition}"
        page.wait_for_timeout(40)


def wait_for(page: Page, condition: Callable[[], bool], seconds: float = 15) -> None:
    """The same for a condition on what was heard of the page."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not true after {seconds} s"
        page.wait_for_timeout(40)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """Where the server answers: it prints its address once it does."""
    if (
        worker_id == "master"
    ):  # Several processes of tests would take the bundle from under one another's pages.
        subprocess.run([sys.executable, ROOT / "static" / "bundle.py"], check=True)
    assert is_up_to_date(ROOT / "static"), "the page's bundle is old: python static/bundle.py"
    database = tmp_path_factory.mktemp("database") / "chalknet.db"
    environment = {**os.environ, "CHALKNET_DATABASE_PATH": str(database)}
    command = [sys.executable, "-c", SERVE]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, f"the server said {line!r} instead of its address"
        yield found[0]
        server.terminate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens the page in a fresh context. At the end: no console error but an `expected` one, and no request
    that left this machine."""
    troubles: list[str] = []
    contexts = []

    def visit(
        path: str = "/",
        *,
        width: int = 1280,
        height: int = 800,
        theme: Literal["light", "dark"] = "light",
        locale: str = "en-GB",
        before: Callable[[Page], None] = lambda page: None,
        expected: str | None = None,
        motion: Literal["reduce", "no-preference"] = "reduce",
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            locale=locale,
            reduced_motion=motion,  # Links that flow cost more than all else where they are painted in software.
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        host = urlsplit(address).netloc

        def hear(kind: str, text: str) -> None:
            if kind in ("error", "warning") and not (expected and expected in text):
                troubles.append(f"console {kind}: {text}")

        def leave(url: str) -> None:
            if urlsplit(url).netloc not in (host, ""):
                troubles.append(f"left the machine: {url}")

        page.on("console", lambda message: hear(message.type, message.text))
        page.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
        page.on("request", lambda request: leave(request.url))
        before(page)
        page.goto(address + path)
        until(page, READY)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert troubles == []
