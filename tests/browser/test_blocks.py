"""The diagram of a network that sees: its blocks, and the cells of its maps worked out."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, drawn, until
from tests.browser.test_architectures import DIGITS
from tests.browser.test_looks import violations

CLOSE_WORDS = (Path(__file__).parent / "close_words.js").read_text(encoding="utf-8")
IN_COLOUR = """(() => { const canvas = CANVAS;
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.some((value, i) => i % 4 === 0 && Math.abs(value - data[i + 1]) > 12); })()"""
"""Whether red and green of a pixel differ."""


def choose(page: Page, name: str, columns: int) -> None:
    page.locator("#architecture-choice").select_option(name)
    expect(page.locator(".column-head.staged")).to_have_count(columns)


def numbers(text: str) -> list[float]:
    return [float(word.replace("−", "-")) for word in re.findall(r"−?\d+\.?\d*", text)]


def test_a_cell_is_worked_out_by_pointer_and_by_key(visit: Visit) -> None:
    page = visit(f"/#{DIGITS}")
    choose(page, "lenet5", 4)
    neuron = page.locator("[data-neuron='2.3']")
    neuron.click(position={"x": 12, "y": 12})
    cell = page.locator("#cell")
    expect(cell.locator("h3")).to_contain_text("Layer 2, channel 4, row")
    for covered in ("#log-scale", "#show-test"):
        expect(page.locator(covered)).to_be_hidden()  # and without the keyboard's focus
    expect(page.locator("[data-neuron^='1.'] .field-mark.field")).to_have_count(6)
    expect(page.locator(".field-input .field-mark")).to_have_count(1)
    expect(page.locator(".field-mark.winner")).to_have_count(25)
    page.locator("#map").focus()
    _, _, row, column, *_ = numbers(cell.locator("h3").inner_text())
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(cell.locator("h3")).to_contain_text(f"row {row + 1:.0f}, column {column + 1:.0f}")
    page.keyboard.press("ArrowUp")
    expect(cell.locator("h3")).to_contain_text(f"row {row:.0f}, column {column + 1:.0f}")
    choice, equation = page.get_by_label("Of the channel"), cell.locator(".cell-equation")
    [largest] = numbers(choice.locator("option").first.text_content() or "")
    before = equation.inner_text()
    choice.select_option(label="channel 3" if largest != 3 else "channel 4")
    expect(equation).not_to_have_text(before)  # the tables are drawn together with it
    expect(equation).to_contain_text("of all 6 channels")
    expect(choice.locator("option").first).to_have_text("largest share")
    window, kernel, products = (
        numbers(cell.locator(f".cell-{name} td:nth-child(2)").first.inner_text())[0]
        for name in ("window", "kernel", "products")
    )
    assert abs(window * kernel - products) < 0.05
    # A weight of the kernel shows what its gradient is gathered from: here all 10 by 10 windows.
    cell.locator(".cell-kernel").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    gathered = cell.locator(".cell-gathered")
    expect(gathered).to_contain_text("row 1, column 2 is gathered from 100 windows")
    expect(page.locator(".field-mark.gathered")).to_have_count(3)
    expect(cell.locator(".cell-kernel .chosen")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".field-mark.gathered")).to_have_count(0)
    page.get_by_label("Gradients", exact=True).check()
    expect(page.locator("#output-title")).to_contain_text("dL/d")
    assert violations(page) == []
    # On a low laptop nothing lies over the way back.
    page.set_viewport_size({"width": 1280, "height": 640})
    page.locator("#unpin").click()
    expect(page.locator("#output-title")).to_contain_text("Output")
    page.locator("#map").focus()
    page.keyboard.press("Escape")
    expect(cell).to_be_hidden()
    expect(page.locator(".field-mark")).to_have_count(0)
    page.locator("[data-neuron='3.0']").focus()  # a dense unit reads all of what is left
    expect(cell.locator("h3")).to_contain_text("Layer 3, unit 1")
    expect(cell.locator(".cell-equation")).to_contain_text("of all 16 channels")


def test_blocks_are_drawn_as_blocks(visit: Visit) -> None:
    page = visit(f"/#{DIGITS}", width=1920, height=1080, theme="dark")
    choose(page, "googlenet_small", 19)
    expect(page.locator(".blocks .frame")).to_have_count(3)
    expect(page.locator(".blocks .bar")).to_have_count(3)
    expect(page.get_by_role("img", name="joined to 40×14×14")).to_have_count(1)
    expect(page.get_by_role("img", name="Side output 1 reads here")).to_have_count(1)
    expect(page.locator("[data-neuron='4.5']")).to_be_visible()
    assert page.evaluate(CLOSE_WORDS) == []
    page.locator("[data-neuron='2.5']").focus()
    page.keyboard.press("ArrowDown")  # to the next branch
    expect(page.locator("[data-neuron='3.0']")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-neuron='4.0']")).to_be_focused()
    expect(page.locator("#cell h3")).to_contain_text("Layer 4, channel 1")
    assert violations(page) == []

    choose(page, "resnet_8", 7)
    expect(page.locator(".blocks .arc")).to_have_count(3)
    through = page.locator(
        ".blocks .arc[aria-label^='Shortcut from layer 3'][aria-label*='through conv 1×1/2']"
    )
    expect(through).to_have_count(1)
    expect(page.locator("[data-neuron^='4.']")).to_have_count(0)  # the projection
    page.locator("[data-neuron='9.2']").focus()  # deeper than dense networks go
    expect(page.locator("#cell .cell-equation")).to_contain_text("(shortcut)")
    page.set_viewport_size({"width": 360, "height": 740})
    until(page, "document.querySelector('.diagram').clientWidth < 900")
    assert page.evaluate(CLOSE_WORDS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_words_of_neighbouring_columns_keep_apart(visit: Visit, locale: str) -> None:
    page = visit(f"/#{DIGITS}", locale=locale)
    for name, columns in (
        ("vgg_small", 7),
        ("googlenet_small", 19),
        ("plain_8", 7),
        ("lenet5", 4),
        ("resnet_8", 7),
    ):
        choose(page, name, columns)
        for width in (360, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            drawn(page)
            assert page.evaluate(CLOSE_WORDS) == [], (name, width)


def test_pictures_are_in_colour(visit: Visit) -> None:
    page = visit("/#data.kind=shapes&data.samples=60&data.channels=3&network.hidden=4&objective.loss=softmax")
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    until(page, IN_COLOUR.replace("CANVAS", "document.querySelector('.shown-to-network')"))
    until(page, IN_COLOUR.replace("CANVAS", "document.querySelector(\"[data-neuron='1.0'] canvas\")"))
