"""A line that breaks: proxies that swallow, refuse or rewrite; cookies and storage that are blocked; one tab too
many."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.app.client import Server, serving
from tests.browser.conftest import CHROMIUM, FLAGS, PATIENCE, READY, until, wait_for
from tests.browser.proxy import Proxy, proxied
from tests.browser.server_place import answers_of
from tests.browser.test_looks import violations
from tests.browser.test_page import iteration

FRAMES = "Number(document.getElementById('iteration').textContent.replace(/\\D/g, ''))"


@pytest.fixture(scope="module")
def small(address: str) -> Iterator[Server]:
    """A server that lets nobody have more than two runs."""
    with serving(CHALKNET_RUNS_PER_VISITOR="2") as server:
        yield server


@pytest.fixture  # Named before a context by who uses both: pages are closed before it goes.
def proxy(small: Server) -> Iterator[Proxy]:
    with proxied(small.url) as proxy:
        yield proxy


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(reduced_motion="reduce", locale="en-GB")
    yield context
    context.close()


def opened(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.set_default_timeout(1000 * PATIENCE)
    page.on("pageerror", lambda error: pytest.fail(f"page error: {error}"))
    page.goto(url)
    return page


def trains(page: Page) -> None:
    """Play, see frames, and pause."""
    page.get_by_role("button", name="Play").click()
    until(page, f"{FRAMES} > 50")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_where_upgrades_do_not_get_through_the_page_polls(proxy: Proxy, context: BrowserContext) -> None:
    proxy.breaks = "403"
    page = opened(context, proxy.url)
    until(page, READY)
    expect(page.locator("#connection")).to_contain_text("WebSockets do not get through")
    expect(page.locator("#trouble")).to_be_hidden()
    trains(page)
    for breaks in ("302", "close", "never"):
        proxy.breaks, reached = breaks, iteration(page)
        page.get_by_role("button", name="One iteration").click()
        expect(page.locator("#iteration")).to_have_text(f"{reached + 1:,}")
        page.reload()
        until(page, READY)
        expect(page.locator("#connection")).to_contain_text("WebSockets do not get through")
        expect(page.locator("#trouble")).to_be_hidden()
        assert iteration(page) == reached + 1


def test_a_socket_that_is_swallowed_is_noticed_and_gone_round(proxy: Proxy, context: BrowserContext) -> None:
    proxy.breaks = "swallow"
    page = opened(context, proxy.url)
    until(page, READY)
    page.get_by_role("button", name="Play").click()
    until(page, f"{FRAMES} > 20")
    proxy.swallows = True
    expect(page.locator("#trouble")).to_contain_text(
        re.compile("The server has fallen silent.*Training continues", re.DOTALL)
    )
    expect(page.locator("#trouble")).to_be_hidden()
    seen = iteration(page)
    until(page, f"{FRAMES} > {seen}")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()


@pytest.mark.parametrize(
    ("breaks", "title", "keeper"),
    [
        (
            "host",
            "The server takes this page for a page of another site.",
            "proxy_set_header Host $http_host",
        ),
        ("set-cookie", "The server does not get this browser's cookie.", "Set-Cookie"),
        ("502", "answers in its place", "502"),
        ("cut", "The server cannot be reached.", "Is the server running"),
    ],
)
def test_the_true_reason_is_said_with_what_helps_and_the_page_goes_on_when_it_is_gone(
    proxy: Proxy, context: BrowserContext, breaks: str, title: str, keeper: str
) -> None:
    proxy.breaks = breaks
    page = opened(context, proxy.url)
    expect(page.locator("#trouble")).to_contain_text(title)
    page.get_by_text("For the server's administrator").click()
    expect(page.locator("#trouble-keeper-words")).to_contain_text(keeper)
    assert violations(page, "#trouble") == []
    proxy.breaks = ""
    # The page may try again by itself first: then the button is hidden already, and the press does nothing.
    page.locator("#trouble-again").dispatch_event("click")
    until(page, READY)
    expect(page.locator("#trouble")).to_be_hidden()


@pytest.mark.parametrize("modules", ["early", "late"])
def test_a_page_whose_cookie_another_tab_replaces_opens_its_socket_anew(
    context: BrowserContext, small: Server, modules: str
) -> None:
    """Two first pages at once get two cookies: the socket is of one visitor, and the run of another."""
    page = context.new_page()
    posts: list[Route] = []
    scripts: list[Route] = []
    heard: list[bytes] = []

    def post(route: Route) -> None:
        posts.append(route)
        if len(posts) == 1:
            context.clear_cookies()
            context.request.get(small.url)
        route.continue_()

    def hear(data: str | bytes) -> None:
        heard.append(bytes(data) if isinstance(data, bytes) else data.encode())

    page.route("**/api/runs", post)
    if modules == "late":  # The head start alone asks to watch the run, and is refused.
        page.route(re.compile("/bundled/(opening|page).*js"), lambda route: scripts.append(route))
    page.on("websocket", lambda socket: socket.on("framereceived", hear))
    page.goto(small.url, wait_until="commit")
    if modules == "late":
        wait_for(page, lambda: len(scripts) == 2 and any(b"unknown-run" in data for data in heard))
        for script in scripts:
            script.continue_()
    until(page, READY)
    expect(page.locator("#trouble")).to_be_hidden()
    assert len(posts) == 1


def test_a_run_that_is_refused_for_now_is_asked_for_again_and_the_reason_is_said(
    context: BrowserContext, small: Server
) -> None:
    text = "The server has {most} runs, as many as it may: please try again later."
    full = {"type": "error", "code": "server-full", "where": None, "message": text, "text": text}
    refused: list[object] = []
    is_full = True

    def answer(command: dict[str, Any]) -> dict[str, Any] | None:
        if command["do"] != "watch" or not is_full:
            return None
        refused.append(command["run"])
        return {**full, "values": {"most": 5}}

    page = context.new_page()
    answers_of(page, answer)
    page.goto(small.url)
    expect(page.locator("#trouble")).to_contain_text("The server has 5 runs")
    assert len(set(refused)) == 1
    is_full = False
    page.locator("#trouble-again").dispatch_event("click")
    until(page, READY)
    expect(page.locator("#trouble")).to_be_hidden()
    assert run_in(page) == refused[0]


def test_what_happens_to_another_run_leaves_that_of_the_page(context: BrowserContext, small: Server) -> None:
    page = opened(context, small.url)
    until(page, READY)
    own = run_in(page)
    notices = [{"run": "another", "code": "run-gone"}, {"run": own, "code": "saved"}]

    def answer(command: dict[str, Any]) -> dict[str, Any] | None:
        if command["do"] != "step":
            return None
        return {"type": "notice", "message": "", **notices.pop(0)}

    answers_of(page, answer)
    page.reload()
    until(page, READY)
    for _ in range(2):
        page.get_by_role("button", name="One iteration").click()
    expect(page.locator("#connection")).to_have_text("Training is being saved again.")
    assert run_in(page) == own


def test_a_second_first_tab_leaves_the_first_its_run_which_it_has_not_drawn_yet(
    context: BrowserContext, small: Server
) -> None:
    """As where a link is pressed twice, or a session is restored."""
    first, second = context.new_page(), context.new_page()
    scripts: list[Route] = []
    first.route(re.compile("/bundled/(opening|page).*js"), lambda route: scripts.append(route))
    with first.expect_response("**/api/runs") as begun:
        first.goto(small.url, wait_until="commit")
    assert begun.value.ok
    second.goto(small.url)
    until(second, READY)
    wait_for(first, lambda: len(scripts) == 2)
    for script in scripts:
        script.continue_()
    until(first, READY)
    for tab in (first, second):
        expect(tab.locator("#trouble")).to_be_hidden()
    assert run_in(first) != run_in(second)


def test_one_tab_too_many_says_so_and_begins_when_another_is_closed(browser: Browser, small: Server) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": 360, "height": 740}, color_scheme="dark")
    tabs = [opened(context, small.url + path) for path in ("/", "/#data.kind=xor")]
    for tab in tabs:
        until(tab, READY)
    third = opened(context, small.url + "/#data.kind=spiral")
    expect(third.locator("#trouble-title")).to_contain_text("你已打开 2 个网络")
    expect(third.locator("#trouble-runs li")).to_have_count(2)
    assert violations(third, "#trouble") == []
    assert third.evaluate("document.documentElement.scrollWidth") <= 360
    tabs[0].close()
    until(third, READY)
    expect(third.locator("#trouble")).to_be_hidden()
    assert "spiral" in third.url
    context.close()


def test_a_server_that_cannot_give_a_run_now_says_why_and_gives_it_later(
    browser: Browser, small: Server
) -> None:
    context = browser.new_context(locale="zh-CN", reduced_motion="reduce")
    page = context.new_page()
    full = "The server has {most} runs, as many as it may: please try again later."
    down = "The server cannot reach its database: please try again soon."
    for code, text, words in (
        ("server-full", full, "有人离开后"),
        ("storage-down", down, "页面会自动重试"),
        ("host-restarted", "something that is not translated", "页面会自动重试"),
        ("too-many-visitors", "something that is not translated", "页面会自动重试"),
    ):
        context.clear_cookies()  # a new visitor has no run
        refuse(page, {"code": code, "where": None, "message": text, "text": text, "values": {"most": 5}})
        page.goto(small.url)
        expect(page.locator("#trouble")).to_contain_text(words)
        page.unroute("**/api/runs")
        until(page, READY)
        expect(page.locator("#trouble")).to_be_hidden()
    context.close()


def refuse(page: Page, error: dict[str, object]) -> None:
    """Answer requests for runs with an error."""
    page.route("**/api/runs", lambda route: route.fulfill(status=503, json={"error": error}))


def test_a_page_for_which_there_is_no_socket_says_so_and_goes_on_when_another_leaves(
    browser: Browser,
) -> None:
    with serving(CHALKNET_SOCKETS_PER_VISITOR="1") as server:
        context = browser.new_context(locale="zh-CN", reduced_motion="reduce")
        first = opened(context, server.url)
        until(first, READY)
        second = opened(context, server.url)
        expect(second.locator("#trouble")).to_contain_text("关闭另一个 Chalknet 标签页")
        first.close()
        until(second, READY)
        expect(second.locator("#trouble")).to_be_hidden()
        context.close()


def test_a_run_that_is_open_in_another_tab_is_taken_over_and_taken_back(
    context: BrowserContext, small: Server
) -> None:
    tabs = [
        opened(context, small.url + "/#network.hidden=3"),
        opened(context, small.url + "/#data.kind=xor"),
    ]
    for tab in tabs:
        until(tab, READY)
    third = opened(context, small.url + "/#data.kind=spiral")
    third.get_by_role("button", name="Circle (3)").click()
    until(third, READY)
    expect(tabs[0].locator("#trouble")).to_contain_text("open in another tab now")
    third.get_by_role("button", name="One iteration").click()
    expect(third.locator("#iteration")).to_have_text("1")
    tabs[0].get_by_role("button", name="Continue here").click()
    expect(tabs[0].locator("#iteration")).to_have_text("1")
    expect(tabs[0].locator("#trouble")).to_be_hidden()
    expect(third.locator("#trouble")).to_contain_text("open in another tab now")


def test_a_duplicated_tab_has_a_copy_of_its_own(context: BrowserContext, small: Server) -> None:
    copied(context, small)


@pytest.mark.parametrize("missing", ["locks", "locks and channels"])
def test_where_the_browser_has_no_locks_tabs_ask_each_other(
    context: BrowserContext, small: Server, missing: str
) -> None:
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })")
    if missing == "locks":
        copied(context, small)
        return
    context.add_init_script("delete window.BroadcastChannel")
    page = opened(context, small.url)
    until(page, READY)
    page.reload()
    until(page, READY)


def run_in(page: Page) -> str:
    return str(page.evaluate("sessionStorage.getItem('chalknet-run')"))


def copied(context: BrowserContext, small: Server) -> None:
    page = opened(context, small.url)
    until(page, READY)
    page.get_by_role("button", name="One iteration").click()
    expect(page.locator("#iteration")).to_have_text("1")
    with context.expect_page() as opening:
        page.evaluate("window.open(location.href)")  # copies the tab's storage, as duplicating it does
    duplicate = opening.value
    until(duplicate, READY)
    expect(duplicate.locator("#connection")).to_contain_text("This tab is a duplicate")
    expect(duplicate.locator("#iteration")).to_have_text("1")
    duplicate.get_by_role("button", name="One iteration").click()
    expect(duplicate.locator("#iteration")).to_have_text("2")
    expect(page.locator("#iteration")).to_have_text("1")
    for tab in (page, duplicate):
        own = run_in(tab)
        tab.reload()
        until(tab, READY)
        assert run_in(tab) == own
    assert run_in(page) != run_in(duplicate)


BLOCKED = "Object.defineProperty(window, {name!r}, {{ get() {{ throw new DOMException('no', 'SecurityError'); }} }});"


@pytest.mark.parametrize(
    "script",
    [
        BLOCKED.format(name="sessionStorage") + BLOCKED.format(name="localStorage"),
        BLOCKED.format(name="sessionStorage"),
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
        "Storage.prototype.getItem = Storage.prototype.setItem = () => { throw new Error('no'); };",
        "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { value: null });",
    ],
    ids=["both blocked", "the tab's blocked", "full", "nothing works", "none"],
)
def test_the_page_works_without_the_browsers_storage(
    context: BrowserContext, small: Server, script: str
) -> None:
    context.add_init_script(script)
    page = opened(context, small.url)
    until(page, READY)
    trains(page)
    page.get_by_role("button", name="Dark theme").click()
    page.get_by_label("Log scale").check()
    page.locator("summary", has_text="Inside the layers").click()
    page.locator("summary", has_text="More").first.click()
    reached = iteration(page)
    page.reload()
    until(page, READY)
    assert iteration(page) == reached  # the visitor's latest run, which no other page has open


def test_a_browser_that_blocks_cookies_is_told_what_to_allow(
    browser: Browser, tmp_path: Path, small: Server
) -> None:
    preferences = tmp_path / "Default" / "Preferences"
    preferences.parent.mkdir()
    blocks = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    preferences.write_text(json.dumps(blocks))
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=CHROMIUM, args=FLAGS, locale="en-GB"
    )
    page = opened(context, small.url)
    expect(page.locator("#trouble")).to_contain_text("This browser blocks cookies.")
    expect(page.locator("#trouble")).to_contain_text(re.compile(r"Allow cookies for 127\.0\.0\.1:\d+"))
    context.close()
