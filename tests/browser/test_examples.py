"""Examples by hand: published numbers, weights and samples that one types in, several columns that are predicted."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, drawn, until
from tests.browser.test_looks import violations

MORE = "document.querySelectorAll('.more').forEach(each => each.open = true)"


def example(page: Page, title: str) -> None:
    page.click("#open-examples")
    page.get_by_role("link", name=title).click()


def test_a_published_example_runs_with_its_digits_and_other_weights_are_typed_in(visit: Visit) -> None:
    page = visit()
    page.click("#open-examples")
    assert violations(page, "#examples") == []
    page.keyboard.press("Escape")
    example(page, "One step of back-propagation")
    sheet = page.locator("#worked-sheet")
    for number in ("0.593269992", "0.75136507", "0.298371109", "0.149780716"):
        expect(sheet.locator(".formula", has_text=number).first).to_be_visible()
    page.locator("[name=worked-unit][value='1.0']").click()
    expect(sheet.locator("[data-line=update]", has_text="0.35891648")).to_be_visible()
    page.evaluate(MORE)
    expect(page.locator("#objective-output")).to_have_value("sigmoid")
    expect(page.locator("#weights-about")).to_have_text("Given for 2 of 2 layers.")
    page.click("#open-weights")
    expect(page.locator("#weights")).to_be_visible()
    assert violations(page, "#weights") == []
    cell = page.get_by_label("Weight of unit 2 of layer 1 for x1")
    expect(cell).to_have_value("0.25")
    expect(page.get_by_label("Bias of unit 1 of layer 2")).to_have_value("0.6")
    cell.fill("a quarter")
    page.get_by_role("button", name="Begin with these").click()
    expect(page.locator("#weights-fault")).to_contain_text(
        "Layer 1: 2 units with 2 inputs each: fill in a number"
    )
    expect(cell).to_be_focused()
    cell.fill("0,5")
    page.keyboard.press("Enter")
    until(page, "decodeURIComponent(location.hash).includes('[0.5,0.3]')")
    expect(page.locator("#weights")).to_be_hidden()


def test_samples_are_typed_in_and_refused_in_words(visit: Visit) -> None:
    page = visit("/#data.kind=numbers&training.batch_size=1")
    rows = page.locator("#data-rows")
    expect(rows).to_have_value("0  0  0\n0  1  1\n1  0  1\n1  1  2")
    rows.fill("1 3 2 3\n1 2")
    rows.blur()
    expect(page.locator(".field.rows .error")).to_contain_text("Row 2 has 2 numbers")
    drawn(page)
    expect(rows).to_have_value("1 3 2 3\n1 2")
    rows.fill("1 3 two 3")
    rows.blur()
    expect(page.locator(".field.rows .error")).to_have_text("Line 1: two is no number.")
    expect(rows).to_have_value("1 3 two 3")
    rows.fill("1 3 2 3")
    rows.blur()
    until(page, "decodeURIComponent(location.hash).includes('data.rows=[[1,3,2,3]]')")
    example(page, "A judge's vote")
    expect(page.locator("#worked-forward [data-line=sum]", has_text="=1")).to_be_visible()
    page.click("#undo")
    until(page, "!location.hash.includes('weights')")
    expect(rows).to_have_value("1  3  2  3")
