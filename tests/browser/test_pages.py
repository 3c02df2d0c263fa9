"""Pages beside the playground: the door of a class, addresses that cannot be shown, the reference of the interface."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import until
from tests.browser.test_classroom import OPENED
from tests.browser.test_looks import violations


@pytest.mark.parametrize(("theme", "locale"), [("light", "en-GB"), ("dark", "zh-CN")])
def test_axe_finds_nothing_and_nothing_sticks_out(
    browser: Browser, address: str, theme: Literal["light", "dark"], locale: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 700}, color_scheme=theme, locale=locale)
    page = context.new_page()
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url))
    for path in ("/docs", "/nothing/at/all", "/api/runs", "/n/nothing", "/class"):
        page.goto(address + path)
        until(page, OPENED)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    # With letters of twice the size there is half of the room.
    page.set_viewport_size({"width": 180, "height": 350})
    for path in ("/docs", "/nothing/at/all", "/n/nothing", "/class", "/convolution", "/privacy"):
        page.goto(address + path)
        until(page, OPENED)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert all(url.startswith(address) for url in elsewhere)
    context.close()


def test_opened_without_the_final_slash_of_its_folder_the_page_finds_it(
    browser: Browser, address: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    top = context.request.get(address)
    body, policy = top.body(), {"content-security-policy": top.headers["content-security-policy"]}
    # A proxy that takes the folder off: the server sees no difference.
    page.route(
        re.compile(rf"{address}/folder/?([?].*)?$"),
        lambda route: route.fulfill(body=body, content_type="text/html", headers=policy),
    )
    page.goto(f"{address}/folder?lang=en#seed=1", wait_until="commit")
    page.wait_for_url(f"{address}/folder/?lang=en#seed=1", wait_until="commit")
    context.close()
