"""How the page looks to eyes and to assistive technology: what is in view, and what axe-core finds."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, drawn, follow, until, wait_for

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


# Between the parts of the page's head, after so many iterations.
HEAD_GAPS = """() => {
  document.getElementById("iteration").textContent = "123,456";
  const parts = [".transport .buttons", ".counters", ".speed", ".transport .seed", ".tools"];
  const boxes = parts.map(part => document.querySelector(part).getBoundingClientRect());
  return boxes.slice(1).map((box, i) => box.left - boxes[i].right);
}"""


# Not computed: the style sheets again, for a rule that is off, and the source and the selector of what is in order.
AUDIT = """part => {
  axe.configure({noHtml: true});
  const reporter = (rules, options, answer) => answer(rules.flatMap(({id, violations: [first]}) => {
    if (!first) return [];
    const {element, selector} = first.node;
    return [`${id}: ${element ? element.outerHTML.slice(0, 160) : selector}`];
  }));
  return axe.run(part, {preload: {assets: ["media"]}, reporter});
}"""
WAITS = """[...document.querySelectorAll("button[aria-busy=true], details[open][aria-busy=true]")]
  .some(each => each.checkVisibility())"""


def violations(page: Page, part: str = "html") -> list[str]:
    """What axe finds once nothing waits for an answer any more: that is dimmed, however long the answer takes."""
    until(page, f"!{WAITS}")
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(AXE)  # Not a script element: the page's policy refuses those.
    found: list[str] = page.evaluate(AUDIT, part)
    return found


def resize(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    drawn(page)


@pytest.mark.parametrize(("theme", "locale"), [("light", "en-GB"), ("dark", "zh-CN")])
def test_axe_finds_nothing(visit: Visit, theme: Literal["light", "dark"], locale: str) -> None:
    page = visit(theme=theme, locale=locale)
    page.evaluate("for (const more of document.querySelectorAll('.more')) more.open = true")
    assert violations(page) == []
    for width in (1280, 1366, 1440, 1500, 1920):
        resize(page, width, 800)
        gaps = page.evaluate(HEAD_GAPS)
        assert min(gaps) > 8, (width, gaps)


def test_on_a_laptop_everything_is_in_view_and_on_a_phone_nothing_sticks_out(visit: Visit) -> None:
    page = visit()
    for width, height in ((1280, 800), (1920, 1080)):
        resize(page, width, height)
        scrolls = page.evaluate(
            "[document.getElementById('article').getBoundingClientRect().top < innerHeight,"
            " document.documentElement.scrollWidth > innerWidth]"
        )
        assert scrolls == [False, False], width
        settings = page.locator(".settings")
        assert settings.evaluate("settings => settings.scrollHeight <= settings.clientHeight"), width
        for part in ("#play", "#diagram", "#map", "#chart", "#objective-regularization"):
            box = page.locator(part).bounding_box()
            assert box and box["y"] >= 0 and box["y"] + box["height"] <= height, (part, width)
    follow(page, "#network.hidden=8,8,8,8,8,8")
    for width, height in ((360, 740), (768, 1024)):
        resize(page, width, height)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_view_of_the_data_keeps_to_its_place(visit: Visit) -> None:
    page = visit()
    for experiment in (
        "#data.kind=sine",
        "#data.kind=xor_gate&training.batch_size=4",
        "#data.kind=blobs&data.classes=10&objective.loss=softmax",
        "#data.kind=digits&data.side=8&objective.loss=softmax",
    ):
        follow(page, experiment)
        for width in (1280, 360):
            resize(page, width, 800)
            for part in ("#map", "#chart", ".stage"):
                box = page.locator(part).bounding_box()
                assert box and box["x"] >= 0 and box["x"] + box["width"] <= width, (experiment, part)


def test_on_a_phone_output_and_transport_stay_in_sight(visit: Visit) -> None:
    page = visit(width=360, height=740)
    page.mouse.wheel(0, 900)
    until(page, "scrollY > 300")
    for part in ("#map", "#play", "#epoch"):
        box = page.locator(part).bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= 740, part


def test_links_flow_only_while_it_trains_and_never_for_those_who_want_no_motion(visit: Visit) -> None:
    page = visit("/#data.noise=10", motion="no-preference")  # the default network plays by itself at first
    beads = page.locator(".beads")
    place = "document.querySelector('.beads').style.strokeDashoffset"
    expect(beads).to_have_css("visibility", "hidden")
    page.click("#play")
    expect(beads).to_have_css("visibility", "visible")
    before = page.evaluate(place)
    until(page, f"{place} !== '{before}'")
    page.emulate_media(reduced_motion="reduce")
    expect(beads).to_have_css("visibility", "hidden")


def test_frames_are_drawn_and_acknowledged(visit: Visit) -> None:
    """What a frame costs is measured by `make bench`."""
    sent: list[str | bytes] = []
    page = visit(
        before=lambda page: page.on(
            "websocket", lambda socket: socket.on("framesent", lambda data: sent.append(data))
        )
    )
    page.click("#play")
    wait_for(page, lambda: sum('"ack"' in str(data) for data in sent) > 20)
