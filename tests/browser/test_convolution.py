"""The worked convolution, a page of its own: every cell of the output by pointer and by keys, in both designs."""

from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, until
from tests.browser.test_looks import violations

READY = "document.querySelectorAll('#cell-lines .katex').length > 0"
SMALL = "[...document.querySelectorAll('a, button, input, select')].filter(each => each.checkVisibility() && \
    each.getBoundingClientRect().height < 24).map(each => each.outerHTML.slice(0, 80))"

CUT = """[...document.querySelectorAll('.entries .entry')].filter(entry => {
  const [inner, outer] = [entry, entry.closest('.entries')].map(node => node.getBoundingClientRect());
  return inner.top < outer.top || inner.bottom > outer.bottom;
}).map(entry => entry.outerHTML.slice(0, 80))"""


def test_every_cell_is_worked_out_by_keys_and_sizes_that_do_not_fit_cannot_be_chosen(visit: Visit) -> None:
    page = visit("/convolution", ready=READY)
    title, sheet = page.locator("#cell-title"), page.locator("#output-maps")
    expect(title).to_have_text("Cell (0, 0): 4")
    assert page.evaluate(CUT) == []
    sheet.get_by_role("button").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(title).to_have_text("Cell (1, 1): 4")
    page.keyboard.press("ArrowLeft")
    expect(title).to_have_text("Cell (1, 0): 2")
    page.get_by_label("Image, row 1, column 0").fill("2")
    expect(title).to_have_text("Cell (1, 0): 4")
    expect(page.locator("#cell-lines .result")).to_contain_text("4")
    stride = page.get_by_label("Stride S")
    expect(stride.locator("option[value='3']")).to_have_text("3 (does not fit: 1.67)")
    expect(stride.locator("option[value='3']")).to_be_disabled()
    stride.select_option("2")
    expect(sheet.get_by_role("button")).to_have_count(4)
    page.get_by_label("Padding P").select_option("2")
    expect(page.locator("#shapes")).to_contain_text("the output has 4 × 4 × 1 numbers")
    page.locator("#named").select_option("blur")
    expect(page.get_by_label("Kernel 1, row 0, column 0")).to_have_value("0.111")


@pytest.mark.parametrize(
    ("theme", "locale", "width"), [("light", "en-GB", 1280), ("dark", "zh-CN", 360)], ids=["light", "dark"]
)
def test_pictures_drawings_and_digits_on_any_screen(
    visit: Visit, theme: Literal["light", "dark"], locale: str, width: int
) -> None:
    page = visit("/convolution", theme=theme, locale=locale, width=width, ready=READY)
    for setup in ("channels", "picture", "drawing", "digit"):
        page.locator("#setup").select_option(setup)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(SMALL) == []
        assert violations(page) == []
    page.locator("#setup").select_option("drawing")
    page.locator("#image-maps .picture").focus()
    page.keyboard.press(" ")
    output = page.locator("#output-maps .picture")
    output.focus()
    page.keyboard.press("ArrowUp")
    until(page, "document.querySelector('#cell-title').textContent.includes('(0, ')")
