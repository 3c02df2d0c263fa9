"""Each control has its sentence at hand and a name for lessons, some a longer explanation; and the projector mode."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import Visit, drawn, until
from tests.browser.test_looks import violations

FAULTS = (Path(__file__).parent / "faults.js").read_text(encoding="utf-8")

UNSAID = (Path(__file__).parent / "unsaid.js").read_text(encoding="utf-8")


def test_a_hint_says_what_a_control_does_and_opens_its_explanation(visit: Visit) -> None:
    page = visit()
    assert page.evaluate(UNSAID) == []
    hint, explanation = page.locator("#hint"), page.locator("#explanation")

    page.hover("#theme")
    expect(hint).to_contain_text("Changes between a light page and a dark one.")
    page.keyboard.press("Escape")
    expect(hint).to_be_hidden()

    page.focus("#optimizer-learning_rate")  # As by key: no pointer has been pressed.
    expect(hint).to_contain_text("How long a step is")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#hint-more")).to_be_focused()
    page.keyboard.press("Enter")
    expect(explanation).to_contain_text("Each step goes downhill")
    expect(explanation.locator(".says")).to_contain_text("After 24 steps")
    rate = explanation.get_by_label("Learning rate")
    rate.fill("0.18")
    expect(explanation.locator(".says")).to_contain_text("The loss has grown")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(explanation).to_have_count(0)
    expect(page.locator("#optimizer-learning_rate")).to_be_focused()

    page.focus("#training-seed")
    expect(hint).to_contain_text("Draws the initial weights")
    # Two Tabs, the second before the hint of the button between them shows.
    page.evaluate("""() => {
      document.querySelector(".seed:has(#training-seed) .round").focus();
      document.getElementById("hint-more").focus();
      return new Promise(done => setTimeout(done, 50));
    }""")
    drawn(page)
    expect(page.locator("#hint-more")).to_be_focused()
    page.mouse.wheel(0, 40)
    expect(hint).to_be_hidden()
    expect(page.locator("#training-seed")).to_be_focused()

    page.hover(".feature-map[data-feature=x1]")
    expect(hint).to_contain_text("Feeds this feature to the network")
    expect(page.locator("#output-title")).to_have_text(re.compile("^Feature x"))
    expect(page.locator("#legend-high")).to_have_text(re.compile("^5"))
    page.click("#hint-more")
    expect(explanation.locator("canvas")).to_have_count(2)


def test_every_explanation_opens_with_its_figure(visit: Visit) -> None:
    page = visit(locale="zh-CN", theme="dark")
    opened: list[dict[str, Any]] = page.evaluate("""async () => {
      const { explain, figures } = await import(new URL("static/explanations/explanations.js", document.baseURI));
      const { colors } = await import(new URL("static/paint/colors.js", document.baseURI));
      const text = await (await fetch("explanations/zh")).text();
      const all = [...new DOMParser().parseFromString(text, "text/html").querySelectorAll("[data-explains]")];
      const found = [];
      for (const { dataset: { explains, figure } } of all) {
        await explain(explains.split(" ")[0], document.getElementById("theme"), { colors: colors() });
        const sheet = document.getElementById("explanation");
        const { bottom, right } = sheet.getBoundingClientRect();
        found.push({ explains, words: sheet.querySelectorAll("p").length, figure, is: !figure || figure in figures,
          says: !figure || sheet.querySelector(".says").textContent !== "",
          fits: bottom <= innerHeight && right <= innerWidth });
      }
      return found;
    }""")
    assert len(opened) > 15
    assert [
        each for each in opened if not (each["words"] and each["is"] and each["says"] and each["fits"])
    ] == []
    assert violations(page, "#explanation") == []


def test_a_finger_that_holds_a_button_sees_its_hint_and_does_not_press_it(visit: Visit) -> None:
    sessions: list[CDPSession] = []

    def touched(page: Page) -> None:
        sessions.append(page.context.new_cdp_session(page))
        sessions[0].send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    page = visit(width=360, height=740, before=touched)
    [devtools] = sessions
    box = page.locator("#epoch-step").bounding_box()
    assert box
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    expect(page.locator("#hint")).to_contain_text("Takes the steps of one epoch")
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    drawn(page)
    expect(page.locator("#epoch")).to_have_text("0")


@pytest.mark.parametrize(("theme", "locale"), [("light", "en-GB"), ("dark", "zh-CN")])
def test_in_projector_mode_all_is_large_and_in_view(visit: Visit, theme: Any, locale: str) -> None:
    page = visit("/#data.noise=10", theme=theme, locale=locale)
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    width_of_link = (
        "Math.max(...[...document.querySelectorAll('.link')].map(link => parseFloat(link.style.strokeWidth)))"
    )
    small, thin = page.evaluate(size), page.evaluate(width_of_link)
    page.click("#projector")
    until(page, f"{size} > {small} * 1.15 && {width_of_link} > {thin} * 1.4")
    assert "projector" not in page.url, "who follows the link has no projector"
    for width, height in ((1280, 720), (1366, 768), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        drawn(page)
        assert page.evaluate(FAULTS) == [], width
        for part in (
            "#play",
            "#epoch",
            ".kinds",
            "#diagram",
            "#map",
            "#test-loss",
            "#chart",
            "#objective-regularization",
        ):
            box = page.locator(part).bounding_box()
            assert box and box["y"] >= 0 and box["y"] + box["height"] <= height, (width, part)
    assert violations(page) == []
    page.reload()
    expect(page.locator("html[data-projector]")).to_have_count(1)
    page.click("#projector")
    page.evaluate("location.hash = '#look.projector=true'")
    expect(page.locator("html[data-projector]")).to_have_count(1)
    until(page, "location.hash.includes('look.projector=true')")
    page.click("#projector")
    expect(page.locator("html[data-projector]")).to_have_count(0)
    until(page, "!location.hash.includes('projector')")
