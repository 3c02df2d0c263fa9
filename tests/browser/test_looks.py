"""How the page looks to eyes and to assistive technology: what is in view, and what axe-core finds."""

import time
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, drawn, until, wait_for

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def violations(page: Page, part: str = "html") -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))  # Not a script element: the page's policy refuses those.
    running = "part => axe.run(part, {resultTypes: ['violations']}).then(result => result.violations)"
    found = page.evaluate(running, part)
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]


@pytest.mark.parametrize(("theme", "locale"), [("light", "en-GB"), ("dark", "zh-CN")])
def test_axe_finds_nothing(visit: Visit, theme: Literal["light", "dark"], locale: str) -> None:
    page = visit(theme=theme, locale=locale)
    assert violations(page) == []
    page.evaluate("for (const more of document.querySelectorAll('.more')) more.open = true")
    assert violations(page) == []


def test_axe_finds_nothing_in_a_diverged_run(visit: Visit) -> None:
    page = visit(theme="dark")
    page.evaluate("location.hash = '#data.kind=plane&network.activation=relu&optimizer.learning_rate=10'")
    until(page, "document.querySelector('[value=plane]').checked")
    page.click("#play")
    page.wait_for_selector("#alert:not([hidden])")
    assert violations(page) == []


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1920, 1080)])
def test_on_a_laptop_everything_is_in_view(visit: Visit, width: int, height: int) -> None:
    page = visit(width=width, height=height)
    scrolls = page.evaluate(
        "[document.getElementById('article').getBoundingClientRect().top < innerHeight,"
        " document.documentElement.scrollWidth > innerWidth]"
    )
    assert scrolls == [False, False]
    settings = page.locator(".settings")
    assert settings.evaluate("settings => settings.scrollHeight <= settings.clientHeight")
    for part in ("#play", "#diagram", "#map", "#chart", "#objective-regularization"):
        box = page.locator(part).bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= height, part


@pytest.mark.parametrize(("width", "height"), [(360, 740), (768, 1024)])
def test_nothing_sticks_out_sideways(visit: Visit, width: int, height: int) -> None:
    page = visit("/#network.hidden=8,8,8,8,8,8", width=width, height=height)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    "experiment",
    [
        "data.kind=sine&data.features=x1",
        "data.kind=xor_gate&training.batch_size=4",
        "data.kind=blobs&data.classes=10&objective.loss=softmax",
        "data.kind=digits&data.side=8&objective.loss=softmax",
    ],
)
def test_every_view_of_the_data_keeps_to_its_place(visit: Visit, experiment: str) -> None:
    page = visit(f"/#{experiment}")
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        drawn(page)
        for part in ("#map", "#chart", ".stage"):
            box = page.locator(part).bounding_box()
            assert box and box["x"] >= 0 and box["x"] + box["width"] <= width, part


def test_on_a_phone_output_and_transport_stay_in_sight(visit: Visit) -> None:
    page = visit(width=360, height=740)
    page.mouse.wheel(0, 900)
    until(page, "scrollY > 300")
    for part in ("#map", "#play", "#epoch"):
        box = page.locator(part).bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= 740, part


def test_links_flow_only_while_it_trains_and_never_for_those_who_want_no_motion(visit: Visit) -> None:
    page = visit(motion="no-preference")
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
    """The cost of a frame is printed (pytest -s): budgets are measured, not asserted."""
    sent: list[str | bytes] = []
    page = visit(
        before=lambda page: page.on(
            "websocket", lambda socket: socket.on("framesent", lambda data: sent.append(data))
        )
    )
    page.click("#play")
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")

    def busy() -> float:
        metrics = devtools.send("Performance.getMetrics")["metrics"]
        return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))

    wait_for(page, lambda: len(sent) > 10)
    before, first, began = busy(), len(sent), time.monotonic()
    wait_for(page, lambda: len(sent) >= first + 40)
    frames, seconds = len(sent) - first, time.monotonic() - began
    print(
        f"{frames / seconds:.0f} frames a second, {(busy() - before) / frames * 1000:.2f} ms of the main thread each"
    )
