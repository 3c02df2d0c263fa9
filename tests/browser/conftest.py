"""Chromium on a page of the real server, which must stay free of errors.

A test calls `visit(address)`, which opens the page in a tab that an earlier test has left, and checks on that page all
that belongs together. It comes to another experiment by `follow(page, "#...")`, not by another visit, and waits for
what it expects (`expect`, `until`), never for a time.
"""

import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, FilePayload, Locator, Page, expect, sync_playwright

from app.web.bundle import is_up_to_date
from tests.app.client import Server
from tests.conftest import STATIC

CHROMIUM = "/usr/bin/chromium"
# Debian's Chromium without windows, where it is installed: a page costs half of what it costs the whole browser.
HEADLESS = shutil.which("chromium-headless-shell") or CHROMIUM

# Chromium hears the last such list alone: Playwright's own, and pages for the address bar that nobody sees, which cost
# each window two processes, more than the page of the test.
FEATURES = [
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "PreloadTopChromeWebUI",
    "SpareRendererForSitePerProcess",
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
]
FLAGS = [
    f"--disable-features={','.join(FEATURES)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

Visit = Callable[..., Page]

# Whether a new page has the browser's own functions: Playwright's clock replaces them in all pages to come.
NATIVE = (
    "[Date, setTimeout, requestAnimationFrame, fetch, WebSocket, performance.now, performance.getEntriesByType]"
    ".every((made) => /\\[native code\\]/.test(made))"
)

READY = "(document.getElementById('test-loss')?.textContent ?? '–') !== '–'"


PATIENCE = 90
"""Seconds after which a condition is given up: a busy machine is many times slower than a quiet one."""

expect.set_options(timeout=1000 * PATIENCE)


def until(page: Page, condition: str, seconds: float = PATIENCE) -> None:
    """Wait for a JavaScript expression to become true. The page itself looks again and again: a question from here
    costs four processes. (Playwright's own waiting needs eval, which the page forbids.)"""
    looking = """(async end => {
        while (!(await (%s))) {
            if (performance.now() > end) return false;
            await new Promise(done => setTimeout(done, 20));
        }
        return true;
    })(performance.now() + %d)"""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if page.evaluate(looking % (condition, 1000 * seconds)):
                return
        except Error as error:
            if "context was destroyed" not in error.message:  # Another page is opened meanwhile.
                raise
    raise AssertionError(f"not true after {seconds} s: {condition}")


def wait_for(page: Page, condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """The same for a condition on what was heard of the page."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not true after {seconds} s"
        page.wait_for_timeout(40)


def follow(page: Page, address: str) -> None:
    """Give the open page another address ("#...", as the page writes it), and wait until it shows that experiment. It
    costs a quarter of a page load."""
    page.evaluate("address => { location.hash = `${address}&`; }", address)
    until(page, f"location.hash === {address!r}")  # which the page writes when it has the frame
    drawn(page)


def unfold(page: Page, *panels: str) -> None:
    """Open panels below the playground, by key: a click misses a heading that the panel above it pushes down."""
    for panel in panels:
        page.locator(f"#{panel} > summary").press("Enter")


def choose(field: Locator, files: FilePayload | Path | Sequence[FilePayload]) -> None:
    """Choose files in a field that one sees: before its dialog is loaded and open, nothing hears of them."""
    expect(field).to_be_visible()
    field.set_input_files(files)


def drawn(page: Page) -> None:
    """Wait until what the page has received, and the size that it was given, are painted."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.fixture(scope="session")
def address(server: Server) -> str:
    """Where the server answers with the page, bundled as it is shipped."""
    assert is_up_to_date(STATIC), "the page's bundle is old: python static/bundle.py"
    return server.url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=HEADLESS, args=FLAGS)
        yield browser
        browser.close()


class Tab:
    """A tab that one test after another uses, each as a new visitor. It keeps its process and the compiled code: a
    page costs half of what it costs in a new tab."""

    def __init__(self, browser: Browser, locale: str) -> None:
        self.context = browser.new_context(locale=locale)
        self.page = self.context.new_page()
        self.troubles: list[str] = []
        self.expected: str | None = None
        self.host = ""
        self.listen(self.page)

    def listen(self, page: Page) -> None:
        page.set_default_timeout(1000 * PATIENCE)
        page.on("console", lambda message: self.hear(message.type, message.text))
        page.on("pageerror", lambda error: self.troubles.append(f"page error: {error}"))
        page.on("request", lambda request: self.leave(request.url))

    def hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not (self.expected and self.expected in text):
            self.troubles.append(f"console {kind}: {text}")

    def leave(self, url: str) -> None:
        if urlsplit(url).netloc not in (self.host, ""):
            self.troubles.append(f"left the machine: {url}")

    def page_of_its_own(self) -> Page:
        """Another tab of the same visitor, which is closed after the test: for what a tab keeps for good."""
        page = self.context.new_page()
        self.listen(page)
        return page

    def forget(self, address: str) -> None:
        """Close its other tabs, leave the page for an address without one, and clear what both have stored."""
        for page in self.context.pages:
            if page is not self.page:
                page.close()
        self.page.unroute_all()
        self.page.mouse.move(0, 0)
        self.page.goto(f"{address}/healthz")
        assert self.page.evaluate(NATIVE), "this tab keeps a script or a clock: its test must close it"
        self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self.context.clear_cookies()
        self.context.clear_permissions()
        self.troubles.clear()


@pytest.fixture(scope="session")
def idle(browser: Browser) -> dict[str, list[Tab]]:
    """Tabs that no test has open, by language."""
    return defaultdict(list)


@pytest.fixture
def visit(
    browser: Browser, address: str, idle: dict[str, list[Tab]], request: pytest.FixtureRequest
) -> Iterator[Visit]:
    """Opens the page for a new visitor. At the end: no console error but an `expected` one, and no request that left
    this machine. What is done `before` the page opens has a tab of its own."""
    used: list[tuple[str, Tab]] = []

    def visit(
        path: str = "/",
        *,
        width: int = 1280,
        height: int = 800,
        theme: Literal["light", "dark"] = "light",
        locale: str = "en-GB",
        before: Callable[[Page], None] | None = None,
        expected: str | None = None,
        motion: Literal["reduce", "no-preference"] = "reduce",
        ready: str = READY,
    ) -> Page:
        tab = idle[locale].pop() if idle[locale] else Tab(browser, locale)
        used.append((locale, tab))
        tab.expected, tab.host = expected, urlsplit(address).netloc
        page = tab.page_of_its_own() if before else tab.page
        page.set_viewport_size({"width": width, "height": height})
        # Links that flow cost more than all else where they are painted in software.
        page.emulate_media(media="screen", color_scheme=theme, reduced_motion=motion, forced_colors="none")
        if before:
            before(page)
        page.goto(address + path)
        until(page, ready)
        return page

    failed = request.session.testsfailed
    yield visit
    troubles = [trouble for _, tab in used for trouble in tab.troubles]
    for locale, tab in used:
        if tab.page.is_closed() or request.session.testsfailed > failed:
            tab.context.close()  # a test that failed may have left a button pressed
        else:
            tab.forget(address)
            idle[locale].append(tab)
    assert troubles == []
