"""The board of a class that trains, in Chromium: what it costs the main thread of a teacher's browser."""

import asyncio
import itertools

import httpx
from playwright.sync_api import Page, sync_playwright

from tests.app.client import Message, Server, read, serving
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.load.load import SETTINGS
from tests.load.main_thread import thread_time
from tests.load.student import joined
from tests.load.teacher import opened

SCREENS = ((1280, 800), (1920, 1080), (3840, 2160))
"""Of the board: on the largest all small tiles of a class of 200 are in sight."""
COUNTING = """
    window.drawings = 0;
    const before = CanvasRenderingContext2D.prototype.setTransform;
    CanvasRenderingContext2D.prototype.setTransform = function (...given) {
        if (this.canvas.closest("#tiles")) window.drawings++;
        return before.apply(this, given);
    };
"""
"""Counts the frames in which the board is drawn."""


async def board(count: int, rate: float, seconds: float) -> None:
    """What the board of a class that trains costs the main thread of a teacher's browser."""
    with serving(**SETTINGS) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as http:
            cookie, code = await opened(server, http)
            students = await joined(count, f"/api/classes/{code}", server, http, rate, asyncio.Event())
            tasks = [asyncio.create_task(each.stay(change_every=5, leave_every=1e9)) for each in students]
            tasks += [asyncio.create_task(each.raise_hands()) for each in students]
            await asyncio.to_thread(browse, server, code, cookie, count, seconds)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def heard(page: Page) -> list[Message]:
    """The messages that the page gets from now on."""
    messages: list[Message] = []

    def take(data: str | bytes) -> None:
        if isinstance(data, bytes):
            messages.append(read(data))

    page.on("websocket", lambda socket: socket.on("framereceived", take))
    return messages


def browse(server: Server, code: str, cookie: str, count: int, seconds: float) -> None:
    """Print it for screens of several sizes, and for tiles of both."""
    print(
        f"\nthe board of a class of {count}: main thread for each frame drawn, scripts and with raster; frames; news"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for (width, height), size in itertools.product(SCREENS, ("small", "large")):
            context = browser.new_context(viewport={"width": width, "height": height})
            for each in cookie.split("; "):
                name, _, value = each.partition("=")
                context.add_cookies([{"name": name, "value": value, "url": server.url}])
            page = context.new_page()
            page.add_init_script(COUNTING)
            news = heard(page)
            page.goto(f"{server.url}/class/{code}/board")
            page.locator("#tiles li").nth(count - 1).wait_for(state="attached")
            page.locator(f"[name=size][value={size}]").check(force=True)
            page.wait_for_timeout(5000)
            news.clear()
            before = page.evaluate("drawings")
            own, everything = thread_time(page, seconds)
            drawn = max(1, page.evaluate("drawings") - before)
            boards = [each for each in news if each["type"] == "board"]
            tiles = sum(len(each["frames"]) for each in boards) / max(1, len(boards))
            kilobytes = sum(len(each.body) for each in news) / 1000 / seconds
            print(
                f"  {width:>4} x {height:<4} {size:<5} {own / drawn:6.1f} ms {everything / drawn:6.1f} ms",
                end="",
            )
            print(f"{drawn / seconds:6.1f}/s", end="")
            print(f"{len(boards) / seconds:6.1f} news a second of {tiles:.0f} tiles, {kilobytes:.0f} kB/s")
            context.close()
        browser.close()
