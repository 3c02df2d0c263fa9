"""Pages of a class whose connection, cookie or server changes under them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.app.client import serving_from
from tests.browser.conftest import PATIENCE, READY, Visit, until, wait_for
from tests.browser.server_place import answers_of
from tests.browser.test_classroom import OPENED, arrived, joined, opened
from tests.browser.test_looks import violations

BUSY: dict[str, Any] = {"type": "error", "code": "too-many-commands", "text": "", "values": {}}


@pytest.fixture
def pages(browser: Browser) -> Iterator[Visit]:
    """Pages of one new browser each, at an address of any server."""
    contexts: list[BrowserContext] = []

    def visit(address: str) -> Page:
        contexts.append(browser.new_context(reduced_motion="reduce", locale="en-GB"))
        page = contexts[-1].new_page()
        page.set_default_timeout(1000 * PATIENCE)
        page.on("pageerror", lambda error: pytest.fail(f"page error: {error}"))
        page.goto(address)
        return page

    yield visit
    for context in contexts:
        context.close()


def sent(method: str, path: str, body: str = "") -> str:
    """JavaScript that sends a request, and is its answer."""
    given = f"{{ method: {method!r}, headers: {{ 'content-type': 'application/json' }}, body: {body!r} || undefined }}"
    return f"fetch({path!r}, {given}).then(answer => answer.json())"


def test_whose_cookies_are_cleared_comes_back_by_the_key_or_hears_why_not(
    pages: Visit, tmp_path: Path
) -> None:
    """The server is started anew meanwhile: without a cookie, each page is a new visitor's."""
    database = tmp_path / "chalknet.db"
    with serving_from(database) as server:
        teacher = pages(f"{server.url}/class")
        teacher.get_by_label("Title").fill("Physics 10b")
        teacher.get_by_role("button", name="Open the class").click()
        expect(teacher.locator("#count")).to_have_text("0 students")
        code = teacher.locator("main").get_attribute("data-code")
        wall = pages(teacher.locator("#wall-link").input_value())
        ann = pages(f"{server.url}/class/{code}")
        ann.locator("#draw").click()
        arrived(ann)
        for page in (teacher, wall):
            expect(page.locator("#count")).to_have_text("1 student")
        teacher.evaluate(sent("PATCH", f"api/classes/{code}", '{"admits_each": true}'))
        waiting = pages(f"{server.url}/class/{code}")
        waiting.locator("#draw").click()
        expect(waiting.locator("#waiting")).to_be_visible()
        network = pages(f"{server.url}/#data.kind=xor")
        until(network, READY)
        for page in (teacher, wall, ann, network):
            page.context.clear_cookies()
    expect(wall.locator("#lost-words")).to_contain_text("The page connects again by itself")
    expect(teacher.locator("#board-status")).to_contain_text("The page connects again by itself")
    expect(waiting.locator("#waiting-lost")).to_contain_text("The page connects again by itself")
    for page in (wall, waiting):
        assert violations(page) == []
    with serving_from(database, CHALKNET_PORT=str(urlsplit(server.url).port)):
        expect(wall.locator("#lost-words")).to_be_hidden()
        expect(teacher.locator("#board-status")).to_be_empty()
        teacher.locator("#pause").click()  # which a teacher may
        for page in (teacher, wall):
            expect(page.locator("#pause-words")).to_be_visible()
        expect(waiting.locator("#waiting-lost")).to_be_empty()
        teacher.get_by_role("button", name=re.compile("^Admit ")).click()
        arrived(waiting)
        expect(ann.locator("#class-gone-words")).to_contain_text("this browser's cookies were cleared")
        expect(network.locator("#connection")).to_contain_text(
            "The server does not have this network any more"
        )
        until(network, READY)
        assert "data.kind=xor" in network.url


def test_who_waits_at_the_door_of_a_busy_server_asks_ever_more_seldom(
    pages: Visit, visit: Visit, address: str
) -> None:
    teacher, code = opened(visit)
    teacher.evaluate(sent("PATCH", f"api/classes/{code}", '{"admits_each": true}'))
    ann = pages(f"{address}/class/{code}")
    until(ann, "!document.getElementById('join').hidden")
    asked: list[str] = []
    busy: list[object] = []

    def answer(command: dict[str, Any]) -> dict[str, Any] | None:
        if command["do"] != "attend" or len(busy) == 3:
            return None
        busy.append(command)
        return BUSY

    answers_of(ann, answer)
    ann.on("request", lambda request: asked.append(urlsplit(request.url).path))
    ann.locator("#draw").click()
    wait_for(ann, lambda: len(busy) == 3)
    expect(ann.locator("#waiting")).to_be_visible()
    assert f"/api/classes/{code}" not in asked
    teacher.get_by_role("button", name=re.compile("^Admit ")).click()
    arrived(ann)


def test_the_key_of_a_seat_is_kept_until_the_server_takes_it(visit: Visit) -> None:
    _, code = opened(visit)
    ann = joined(visit, code, "Ann")
    key = ann.evaluate(sent("POST", f"api/classes/{code}/seat/key"))["key"]
    other = visit("/class", ready=OPENED, expected="503")
    other.route("**/seat", lambda route: route.fulfill(status=503, body="busy"))
    other.goto(other.url.replace("/class", f"/class/{code}#seat={key}"))
    expect(other.locator("#shut-words")).to_contain_text("Something between this page and the server")
    other.unroute("**/seat")
    other.locator("#shut-again").click()
    arrived(other)
    expect(other.locator("#class-nickname")).to_have_text("Ann")
