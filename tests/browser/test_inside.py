"""The panel with the insides of the layers: what it shows is what the wire carries, and only while it is open."""

from math import floor

import pytest
from playwright.sync_api import Page, expect

from tests.app.client import Message, read
from tests.browser.conftest import Visit, drawn, until, wait_for
from tests.browser.test_hints import UNSAID
from tests.browser.test_looks import violations

TOUCHING = """(() => {
  const selectors = '#looks .words, #looks tbody th > :not(.scale), #looks .scale > *, #looks .ends > *';
  const words = [...document.querySelectorAll(selectors)];
  const boxes = words.filter((word) => word.checkVisibility())
    .filter((word) => !getComputedStyle(word).clipPath.startsWith("inset"))
    .flatMap((word) => {
      const range = document.createRange();
      range.selectNodeContents(word);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      return right > left ? [{ word, left, right, top, bottom }] : [];
    });
  const touches = (a, b) => a.left < b.right && b.left < a.right + 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
  return boxes.flatMap((a, nth) => boxes.slice(nth + 1).filter((b) => touches(a, b))
    .map((b) => `${a.word.textContent} and ${b.word.textContent}`));
})()"""
"""Words and numbers of neighbouring columns that overlap."""

OPEN = "document.querySelector('#inside > summary').click()"


def frames_of(page: Page, frames: list[Message]) -> None:
    """Keep what the wire carries from now on."""

    def hear(payload: str | bytes) -> None:
        assert isinstance(payload, bytes)
        if (message := read(payload))["type"] == "frame":
            frames.append(message)

    page.on("websocket", lambda socket: socket.on("framereceived", hear))


def standing(page: Page, frames: list[Message]) -> Message:
    """The frame of the run that was just paused, once it is drawn."""
    expect(page.locator("#play")).to_have_attribute("aria-label", "Play")
    wait_for(page, lambda: frames[-1]["state"] == "paused")
    expect(page.locator("#iteration")).to_have_text(f"{frames[-1]['step']:,}")
    drawn(page)
    return frames[-1]


def texts(page: Page, look: str) -> list[str]:
    return page.locator(f"#looks [data-look={look}] td").all_inner_texts()


def percent(share: float) -> str:
    """Neither all nor nothing unless it is, as the page writes it."""
    if 0 < share < 0.005:
        return "< 1 %"
    return "> 99 %" if 0.995 < share < 1 else f"{floor(100 * share + 0.5)} %"


def test_what_it_shows_is_what_the_wire_carries(visit: Visit) -> None:
    frames: list[Message] = []
    page = visit(before=lambda page: frames_of(page, frames))
    assert "layer_norms" not in frames[-1].arrays
    page.locator("#inside > summary").click()
    page.click("#play")
    until(page, "Number(document.getElementById('iteration').textContent.replace(',', '')) > 300")
    page.click("#play")
    last = standing(page, frames)
    assert texts(page, "activations") == ["−1\n1"] * 3
    W, dW, change = last.arrays["layer_norms"].T
    for look, sizes in (("sizes", dW), ("updates", change / W)):
        shown = [float(text.replace("−", "-")) for text in texts(page, look)]
        assert shown == pytest.approx(sizes.tolist(), rel=0.06)
    # In double precision, as the page has it: a share of 18.5 % is a tie in float32 alone.
    saturated = last.arrays["layer_shares"][:2, 1].tolist()
    assert texts(page, "saturated") == [*map(percent, saturated), "–"]
    expect(page.locator("#looks [data-look=dead]")).to_be_hidden()
    counts = page.locator("#confusion tbody td").all_inner_texts()
    assert [int(count) for count in counts] == last.arrays["confusion"].ravel().tolist()
    label = page.locator("#looks [data-look=activations] canvas").first.get_attribute("aria-label")
    assert label and label.startswith("A[1]: 80 % of the numbers lie between")
    painted = """canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
        .data.some(Boolean)"""
    for canvas in page.locator("#looks tr:not([hidden]) canvas").all():
        assert canvas.evaluate(painted)


def test_it_stays_open_and_what_is_closed_costs_nothing(visit: Visit) -> None:
    frames: list[Message] = []
    page = visit(before=lambda page: frames_of(page, frames))
    page.locator("#inside > summary").focus()
    page.keyboard.press("Enter")
    until(page, "document.querySelectorAll('#looks td canvas').length > 0")
    page.reload()
    until(page, "document.querySelectorAll('#looks td canvas').length > 0")
    page.evaluate(OPEN)
    wait_for(page, lambda: "layer_norms" not in frames[-1].arrays)
    page.click("#step")
    expect(page.locator("#iteration")).to_have_text("1")
    assert "layer_norms" not in frames[-1].arrays
    page.reload()
    expect(page.locator("#looks")).to_be_hidden()


def test_relu_has_dead_units_and_a_regression_no_classes(visit: Visit) -> None:
    page = visit("/#network.activation=relu&data.kind=plane&network.hidden=3,3,3")
    page.evaluate(OPEN)
    expect(page.locator("#looks [data-look=dead]")).to_be_visible()
    expect(page.locator("#looks [data-look=saturated]")).to_be_hidden()
    expect(page.locator("#looks [data-look=sizes] td")).to_have_count(4)
    expect(page.locator("#confusion")).to_be_hidden()


def test_the_gradient_is_checked_and_said_in_words_until_something_changes(visit: Visit) -> None:
    page = visit()
    page.evaluate(OPEN)
    page.get_by_role("button", name="Check the gradient").click()
    finding = page.locator("#finding")
    expect(finding).to_contain_text("Both agree: the gradient is correct.")
    expect(finding).to_contain_text("All 25 parameters, 10 samples of the next batch")
    expect(page.locator("#iteration")).to_have_text("0")
    page.get_by_role("button", name="New weights").click()
    expect(finding).to_be_empty()


@pytest.mark.parametrize(("theme", "width", "locale"), [("light", 1280, "en-GB"), ("dark", 360, "zh-CN")])
def test_axe_finds_nothing_in_it_and_nothing_sticks_out(
    visit: Visit, theme: str, width: int, locale: str
) -> None:
    deep = ",".join("8" * 10)
    page = visit(f"/#network.hidden={deep}&network.activation=relu", theme=theme, width=width, locale=locale)
    page.evaluate(OPEN)
    until(page, "document.querySelectorAll('#looks td canvas').length > 0")
    page.evaluate("document.getElementById('check').click()")
    until(page, "document.getElementById('finding').textContent !== ''")
    assert violations(page, "#inside") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    numbers = "Array.from(document.querySelectorAll('#looks .ends'))"
    assert page.evaluate(f"{numbers}.every((each) => each.scrollWidth <= each.clientWidth)")
    assert page.evaluate(TOUCHING) == []
    page.set_viewport_size({"width": 768, "height": 1024})
    drawn(page)
    assert page.evaluate(TOUCHING) == []


def test_a_residual_network_is_compared_with_the_plain_one_layer_by_layer(visit: Visit) -> None:
    block = "{'kind':'residual','layers':[{'kind':'dense','units':4},{'kind':'activation'},{'kind':'dense','units':4}]}"
    page = visit(f"/#network.layers=[{block},{block}]")
    page.evaluate(OPEN)
    legend = page.locator("#depth-legend li")
    expect(legend).to_have_count(1)
    page.click("#step")
    expect(page.locator("#iteration")).to_have_text("1")
    assert page.evaluate(UNSAID) == []
    page.click("#depth-begin")
    expect(legend).to_have_count(2)
    # Both begin anew, and take the same steps.
    expect(legend.first).to_contain_text("(iteration 0)")
    page.click("#step")
    for line in legend.all():
        expect(line).to_contain_text("(iteration 1)")
    expect(page.locator("#beside")).to_contain_text("Without shortcuts")
    # Five layers of weights each: the projection of the first block, layer 1, is none of them.
    page.locator("#depth summary").click()
    heads = page.locator("#depth-table tbody th")
    expect(heads).to_have_text(["Layer 2", "Layer 3", "Layer 4", "Layer 5", "Output"])  # as in the diagram
    assert "–" not in page.locator("#depth-table tbody").inner_text()
    assert violations(page) == []
