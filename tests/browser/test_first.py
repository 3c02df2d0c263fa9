"""The first visit: the default network plays by itself once, and says what to try. Below it is an article."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import READY, Visit, drawn, until, wait_for
from tests.browser.test_looks import violations


def test_a_first_visit_shows_a_network_that_learns_and_says_what_to_try(visit: Visit) -> None:
    page = visit(motion="no-preference")
    first, epoch = page.locator("#first"), page.locator("#epoch")
    expect(page.locator("#play")).to_have_accessible_name("Pause")
    expect(first).to_be_visible()
    # The head start has begun the run, and the modules have begun none beside it.
    asked = "performance.getEntriesByType('resource').filter(({name}) => name.endsWith('/api/runs')).length"
    assert (
        page.evaluate(asked) == len(page.evaluate("fetch('api/runs').then((answer) => answer.json())")) == 1
    )
    expect(page.locator("#play")).to_have_accessible_name("Play")
    told = page.locator("#first-words").inner_text()
    share = page.locator("#test-accuracy").inner_text()
    assert told == (
        f"250 points, 7 neurons: it found the ring in {epoch.inner_text()} epochs (test: {share})."
    )
    assert float(page.locator("#test-loss").inner_text()) < 0.05
    assert violations(page) == []
    for name, effect in {
        "Add noise": "document.getElementById('data-noise').value === '25'",
        "Take the hidden layers out": "document.querySelectorAll('[data-neuron]').length === 1",
        "Try the spiral": "location.hash.includes('spiral')",
    }.items():
        first.get_by_role("button", name=name).click()
        until(page, effect)
        expect(page.locator("#play")).to_have_accessible_name("Pause")
        first.get_by_role("button", name="Undo").click()
        until(page, f"!({effect})")
        expect(page.locator("#first-words")).to_have_text(told)
        expect(first.get_by_role("button", name="Add noise")).to_be_focused()
        expect(page.locator("#play")).to_have_accessible_name("Play")
    before = epoch.inner_text()
    page.reload()
    until(page, "document.getElementById('test-loss').textContent !== '–'")
    expect(epoch).to_have_text(before)
    expect(first).to_be_hidden()


# No repaint comes. Nor does a second pass, after which the page is drawn without a frame that is long in coming.
STILL = """window.requestAnimationFrame = () => 0;
const { setTimeout } = window;
window.setTimeout = (act, delay, ...more) => setTimeout(act, delay >= 1000 ? 1e9 : delay, ...more);"""


def test_the_first_frame_is_drawn_whole_without_waiting_for_a_repaint(visit: Visit) -> None:
    visit(
        before=lambda page: page.add_init_script(STILL),
        ready=f"{READY} && document.querySelectorAll('[data-neuron]').length === 7",
    )


def test_who_comes_back_is_asked_for_before_the_modules_are_there(visit: Visit) -> None:
    page = visit()
    address, own = page.url, page.evaluate("sessionStorage.getItem('chalknet-run')")
    page.goto(f"{address}healthz")
    page.evaluate("sessionStorage.clear()")
    until(page, "fetch('api/runs').then(async (answer) => !(await answer.json())[0].watched)")
    held: list[Route] = []
    page.route("**/opening.js", lambda route: held.append(route))
    with page.expect_request("**/api/runs"):
        page.goto(address, wait_until="commit")
    wait_for(page, lambda: bool(held))
    held[0].continue_()
    until(page, READY)
    assert page.evaluate("sessionStorage.getItem('chalknet-run')") == own
    asked = "performance.getEntriesByType('resource').filter(({name}) => name.endsWith('/api/runs')).length"
    assert page.evaluate(asked) == 1


def test_who_asks_for_little_motion_begins_by_hand(visit: Visit) -> None:
    page = visit()
    expect(page.locator("#first-still")).to_be_visible()
    page.click("#play")
    expect(page.locator("#first-still")).to_be_hidden()
    until(page, "Number(document.getElementById('test-loss').textContent) < 0.02")
    expect(page.locator("#first")).to_be_hidden()
    page.click("#play")
    expect(page.locator("#first")).to_be_visible()
    page.get_by_role("button", name="One epoch").click()
    page.get_by_role("button", name="Close the invitation").click()
    expect(page.locator("#first")).to_be_hidden()


SHIFTS = """new Promise(done => {
  const isOurs = ({ node }) => node?.closest?.("#article");
  new PerformanceObserver(list => {
    const moved = list.getEntries().filter(({ hadRecentInput }) => !hadRecentInput);
    done(moved.flatMap(({ sources }) => sources).filter(isOurs).length);
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(0), 300);
})"""
"""How many parts of the article were moved by no act of the reader."""


@pytest.mark.parametrize(("locale", "theme"), [("en-GB", "light"), ("zh-CN", "dark")])
def test_the_figures_of_the_article_begin_when_they_are_scrolled_to(
    visit: Visit, locale: str, theme: Literal["light", "dark"]
) -> None:
    asked: list[str] = []
    page = visit(
        locale=locale,
        theme=theme,
        before=lambda page: page.on("request", lambda request: asked.append(request.url)),
    )
    figures = page.locator("#article [data-figure]")
    expect(figures).to_have_count(5)
    assert not any("figures" in url for url in asked)
    page.click("#to-article")
    for figure in figures.all():
        figure.scroll_into_view_if_needed()
        says = figure.locator(".says")
        expect(says).to_have_text(re.compile(r"\S"))
        before = says.inner_text()
        figure.locator("input").first.press("End")
        expect(says).not_to_have_text(before)
    assert page.evaluate(SHIFTS) == 0
    assert page.evaluate("location.hash") == ""
    assert violations(page, "#article") == []
    page.set_viewport_size({"width": 360, "height": 740})
    drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
