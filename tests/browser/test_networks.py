"""Networks saved, listed, passed on and deleted on the page; and runs that are found again by the cookie alone."""

import re
from typing import Any, Literal

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PATIENCE, READY, Visit, unfold, until, wait_for
from tests.browser.test_looks import violations
from tests.browser.test_page import iteration


def step(page: Page, times: int) -> None:
    for _ in range(times):
        page.get_by_role("button", name="One iteration").click()
    expect(page.locator("#iteration")).to_have_text(str(times))


def save(page: Page, name: str) -> str:
    """Save the network by the keyboard, and its address."""
    page.get_by_role("button", name="My networks").press("Enter")
    dialog = page.get_by_role("dialog", name="My networks")
    expect(dialog.get_by_label("Name")).to_be_focused()
    page.keyboard.type(name)  # the suggested one is selected
    page.keyboard.press("Enter")
    # What would turn the text after it is no part of a name.
    link = dialog.get_by_role("link", name=name.replace("\u202e", "").strip(), exact=True)
    address = str(link.get_attribute("href"))
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    return address


def test_a_network_is_saved_and_opens_for_another_visitor_as_it_was(visit: Visit) -> None:
    page = visit("/#network.hidden=3")
    step(page, 3)
    loss = page.locator("#test-loss").inner_text()
    address = save(page, "مرحبا <b>three</b> \u202e")
    assert re.fullmatch(r"http://[^/]+/n/[\w-]{12}", address)
    step_on = page.get_by_role("button", name="One iteration")
    step_on.click()
    expect(page.locator("#iteration")).to_have_text("4")

    other = visit()
    other.goto(address)
    until(other, READY)
    expect(other.locator("#iteration")).to_have_text("3")
    expect(other.locator("#test-loss")).to_have_text(loss)
    until(
        other, "location.hash === '#network.hidden=3' && location.pathname === '/' && location.search === ''"
    )
    other.get_by_role("button", name="One iteration").click()
    expect(other.locator("#iteration")).to_have_text("4")
    other.reload()  # the copy, not the saved one again
    until(other, READY)
    expect(other.locator("#iteration")).to_have_text("4")
    other.get_by_role("button", name="My networks").click()
    expect(other.get_by_text("No network is saved yet.")).to_be_visible()


def test_deleting_asks_again_and_ends_the_link(visit: Visit) -> None:
    page = visit(expected="404")
    address = save(page, "short-lived")
    held: list[Route] = []
    page.route("**/api/networks", lambda route: held.append(route), times=1)
    page.get_by_role("button", name="My networks").click()
    page.get_by_role("button", name="Delete: short-lived").click()
    wait_for(page, lambda: held != [])
    with page.expect_response("**/api/networks") as answered:
        held[0].continue_()  # what was clicked before the list came stands
    answered.value.finished()
    expect(page.get_by_text("Its link will stop working.")).to_be_visible()
    expect(page.get_by_role("button", name="Really delete?: short-lived")).to_be_focused()
    page.get_by_label("Name", exact=True).focus()
    expect(page.get_by_role("button", name="Delete: short-lived")).to_be_visible()
    page.get_by_role("button", name="Delete: short-lived").click()
    page.get_by_role("button", name="Really delete?: short-lived").click()
    expect(page.get_by_text("No network is saved yet.")).to_be_visible()
    response = page.goto(address)
    assert response and response.status == 404
    expect(page.get_by_text("There is no network at this address")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Start with a new network").click()
    until(page, READY)


def test_a_link_is_copied_or_shown_to_be_copied(visit: Visit) -> None:
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    address = save(page, "passed on")
    page.get_by_role("button", name="My networks").click()
    page.get_by_role("button", name="Copy link: passed on").click()
    expect(page.get_by_text("The link is copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
    )  # as on a page of http
    page.get_by_role("button", name="Copy link: passed on").click()
    expect(page.get_by_label("Link", exact=True)).to_have_value(address)
    expect(page.get_by_label("Link", exact=True)).to_be_focused()


def test_what_cannot_be_saved_is_said_in_the_dialog(visit: Visit) -> None:
    page = visit(locale="zh-CN", expected="429")

    def refuse(route: object) -> None:
        text = "You have {count} networks, as many as are allowed: delete one first."
        error = {
            "code": "too-many-networks",
            "where": None,
            "message": "",
            "text": text,
            "values": {"count": 20},
        }
        route.fulfill(status=429, json={"error": error})  # type: ignore[attr-defined]

    page.get_by_role("button", name="我的网络").click()
    expect(page.get_by_text("还没有保存任何网络")).to_be_visible()
    page.route("**/api/networks", refuse)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert").filter(has_text="你已保存 20 个网络")).to_be_visible()


@pytest.mark.parametrize(("theme", "locale", "width"), [("light", "en-GB", 1280), ("dark", "zh-CN", 360)])
def test_axe_finds_nothing_in_the_dialog(
    visit: Visit, theme: Literal["light", "dark"], locale: str, width: int
) -> None:
    page = visit(theme=theme, locale=locale, width=width, height=740)
    page.locator("#open-networks").click()
    expect(page.locator("#networks-none")).to_be_visible()
    assert violations(page, "#networks") == []
    page.keyboard.press("Enter")
    expect(page.locator("#networks-list li")).to_have_count(1)
    # Other parts of the page have no say in how the list is laid out.
    expect(page.locator("#networks-list .about")).to_have_css("padding", "0px")
    page.locator("#networks-list button").nth(1).click()
    assert violations(page, "#networks") == []
    box = page.locator("#networks").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_address_of_a_network_that_is_gone_is_explained(visit: Visit) -> None:
    page = visit("/?network=gone", expected="404")
    words = "This address cannot be opened: There is no such network"
    expect(page.locator("#connection")).to_contain_text(words)
    expect(page.locator("#connection")).to_be_visible()


def beside(page: Page, path: str = "/") -> Page:
    """Another tab of the same visitor, which has nothing but the cookie."""
    tab = page.context.new_page()
    tab.goto(page.url.split("#")[0].rstrip("/") + path)
    until(tab, READY)
    return tab


def test_a_page_whose_tab_was_closed_finds_its_run_by_the_cookie(visit: Visit) -> None:
    page = visit()
    step(page, 5)
    own = experiment_run(page)
    other = beside(page)  # the first tab is open: its run is left to it
    assert iteration(other) == 0 and experiment_run(other) != own
    others = experiment_run(other)
    other.close()
    wait_for(page, lambda: not is_open(page, others))
    again = beside(page, "/#data.kind=xor")  # who asks for an experiment gets that
    assert iteration(again) == 0
    again.close()
    anchor = page.context.new_page()
    anchor.goto("about:blank")
    url = page.url
    page.close()
    wait_for(anchor, lambda: not any(run["watched"] for run in runs_of(anchor, url)))
    runs = runs_of(anchor, url)
    expected = next(run for run in runs if not run["watched"])
    anchor.goto(url)
    until(anchor, READY)
    assert experiment_run(anchor) == expected["id"]
    assert own in {run["id"] for run in runs}


def runs_of(page: Page, url: str) -> list[dict[str, Any]]:
    """What the server says of the visitor's runs."""
    address = f"{url.split('#')[0]}api/runs"
    runs: list[dict[str, Any]] = httpx.get(address, cookies=cookies(page), timeout=PATIENCE).json()
    return runs


def is_open(page: Page, run: str) -> bool:
    """Whether a page has the run open, as the server sees it."""
    return any(each["id"] == run and each["watched"] for each in runs_of(page, page.url))


def experiment_run(page: Page) -> str:
    return str(page.evaluate("sessionStorage.getItem('chalknet-run')"))


def cookies(page: Page) -> dict[str, str]:
    return {each["name"]: each["value"] for each in page.context.cookies()}


LAYERS = [
    {"kind": "dense", "units": 5},
    {"kind": "activation", "function": "relu"},
    {"kind": "dropout", "rate": 0.2},
    {"kind": "dense", "units": 3, "frozen": True},
    {"kind": "dense", "units": 4},
    {"kind": "batch_normalization"},
    {"kind": "activation", "function": "prelu"},
]


def test_a_network_that_is_a_list_of_layers_opens_as_a_stack_of_them(visit: Visit, address: str) -> None:
    with httpx.Client(base_url=address, timeout=PATIENCE) as visitor:
        visitor.get("/").raise_for_status()
        run = visitor.post("/api/runs", json={"network": {"layers": LAYERS}}).json()["id"]
        saved = visitor.post("/api/networks", json={"run": run, "name": "layers"}).json()["id"]
    page = visit(f"/n/{saved}")
    step(page, 2)
    expect(page.locator("[data-neuron]")).to_have_count(5 + 3 + 4 + 1)
    unfold(page, "inside", "worked")
    page.get_by_role("button", name="Play", exact=True).click()
    until(page, "Number(document.getElementById('iteration').textContent.replace(/\\D/g, '')) > 200")
    page.get_by_role("button", name="Pause", exact=True).click()
    page.get_by_role("button", name="One unit more in layer 1").click()
    expect(page.locator("[data-neuron]")).to_have_count(6 + 3 + 4 + 1)
    # It stays a list.
    until(page, """location.hash.includes("network.layers=[{'kind':'dense','units':6}")""")


SEES = [
    {"kind": "convolution", "channels": 6, "padding": "same"},
    {"kind": "activation", "function": "relu"},
    {"kind": "pooling"},
    {"kind": "residual", "layers": [{"kind": "convolution", "channels": 8, "padding": "same"}]},
    {"kind": "global_average"},
]


def test_a_network_of_pictures_opens_trains_and_draws_a_unit_for_each_channel(
    visit: Visit, address: str
) -> None:
    with httpx.Client(base_url=address, timeout=PATIENCE) as visitor:
        visitor.get("/").raise_for_status()
        seen = {
            "data": {"kind": "digits", "side": 8, "samples": 300},
            "network": {"layers": SEES},
            "objective": {"loss": "softmax"},
        }
        run = visitor.post("/api/runs", json=seen).json()["id"]
        saved = visitor.post("/api/networks", json={"run": run, "name": "sees"}).json()["id"]
    page = visit(f"/n/{saved}")
    expect(page.locator("[data-neuron]")).to_have_count(
        6 + 8 + 10
    )  # Of the block, the channels where its shortcut joins.
    step(page, 3)
    unfold(page, "inside", "worked")
    expect(page.locator("#worked-forward .katex").first).to_be_visible()
    page.get_by_role("button", name="Play", exact=True).click()
    until(page, "Number(document.getElementById('iteration').textContent.replace(/\\D/g, '')) > 30")


def test_the_output_of_an_autoencoder_is_a_picture_and_no_class_wins(visit: Visit, address: str) -> None:
    dense = [{"kind": "noise"}, {"kind": "dense", "units": 2}]
    convolutional = [{"kind": "convolution", "channels": 2, "padding": "same"}]
    with httpx.Client(base_url=address, timeout=PATIENCE) as visitor:
        visitor.get("/").raise_for_status()
        saved = []
        for layers in (dense, convolutional):
            again = {
                "data": {"kind": "digits", "side": 8, "samples": 300},
                "network": {"layers": layers},
                "objective": {"heads": [{"targets": {"kind": "input"}, "loss": "cross_entropy"}]},
            }
            run = visitor.post("/api/runs", json=again).json()["id"]
            saved.append(visitor.post("/api/networks", json={"run": run, "name": "again"}).json()["id"])
    page = visit(f"/n/{saved[0]}")
    for network in saved:
        if network != saved[0]:
            page.goto(f"{address}/n/{network}")
            until(page, READY)
        expect(page.locator("[data-neuron]")).to_have_count(2 + 1)
        step(page, 2)
        expect(page.locator("#reconstructions")).to_be_visible()
        expect(page.locator("#legend-classes")).to_be_hidden()
