"""Chromium on a page of the real server, which must stay free of errors."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from app.web.bundle import is_up_to_date
from tests.app.client import Server
from tests.conftest import STATIC

CHROMIUM = "/usr/bin/chromium"

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
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def idle(browser: Browser) -> dict[str, list[BrowserContext]]:
    """Contexts by language that nobody uses: they know nothing of earlier tests, but hold the page's compiled code."""
    return defaultdict(list)


@pytest.fixture
def visit(browser: Browser, address: str, idle: dict[str, list[BrowserContext]]) -> Iterator[Visit]:
    """Opens the page for a new visitor. At the end: no console error but an `expected` one, and no request that left
    this machine."""
    troubles: list[str] = []
    used: list[tuple[str, BrowserContext]] = []

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
        ready: str = READY,
    ) -> Page:
        context = idle[locale].pop() if idle[locale] else browser.new_context(locale=locale)
        used.append((locale, context))
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        # Links that flow cost more than all else where they are painted in software.
        page.emulate_media(color_scheme=theme, reduced_motion=motion)
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
        until(page, ready)
        return page

    yield visit
    for locale, context in used:
        forget(context)
        idle[locale].append(context)
    assert troubles == []


def forget(context: BrowserContext) -> None:
    """Close its pages, with what they keep."""
    for page in context.pages:
        page.evaluate("localStorage.clear()")
        page.close()
    context.clear_cookies()
    context.clear_permissions()
