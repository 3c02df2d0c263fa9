"""A class and its box are found on a sheet, augmented pictures stand beside the originals, digits are chosen, and a run
begins with trained layers, beside one that begins with nothing."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, until
from tests.browser.test_looks import violations

SHAPES = "/#data.kind=shapes&data.samples=100&data.pixels=16&network.hidden=8&objective.loss=softmax"
DIGITS = (
    "/#data.kind=digits&data.digits=0,1,2&data.samples=200&data.side=8&network.hidden=8,6"
    "&objective.loss=softmax&training.batch_size=10"
)


def stepped(page: Page, least: int) -> None:
    page.get_by_role("button", name="Play").click()
    until(page, f"Number(document.getElementById('iteration').textContent.replace(',', '')) > {least}")
    page.get_by_role("button", name="Pause").click()


def test_a_class_and_its_box_are_found(visit: Visit) -> None:
    page = visit(SHAPES)
    expect(page.locator("#boxes-section")).to_be_hidden()
    page.get_by_label("Class and box").check()
    samples = page.locator("#boxes-sheet li")
    expect(samples).to_have_count(24)
    expect(page.locator("#heads tbody tr")).to_have_count(2)
    expect(page.locator("#heads")).to_contain_text("Squared error × 4")
    expect(page.locator("[data-field='objective.loss']")).to_be_hidden()  # two losses stand in the table
    expect(page.locator("#boxes-mean")).to_contain_text("Mean IoU of these 24 samples: 0.")
    before = page.locator("#boxes-sheet .found-box .line").first.get_attribute("x")
    stepped(page, 20)
    expect(page.locator("#boxes-sheet .found-box .line").first).not_to_have_attribute("x", before or "")
    button = samples.first.get_by_role("button")
    expect(button).to_have_accessible_name(re.compile(r"Sample \d+, disc: IoU 0\.\d\d"))
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#sample")).to_contain_text("is of class disc")
    # A turned box is not known; a moved one follows.
    page.locator("summary").filter(has_text="More").first.click()
    page.locator("[data-field='data.rotation'] input[type=number]").fill("30")
    page.keyboard.press("Tab")
    expect(page.locator("[data-field='data.rotation'] .error")).to_contain_text("Where pictures are turned")
    page.locator("[data-field='data.shift'] input[type=number]").fill("20")
    page.keyboard.press("Tab")
    expect(page.locator("#augmentation canvas")).to_have_count(16)
    assert violations(page) == []
    # Digits have no boxes; some of them are chosen.
    page.get_by_role("radio", name="Digits").check(force=True)
    expect(page.locator("#boxes-section")).to_be_hidden()
    chosen = page.get_by_role("group", name="Chosen digits")
    chosen.get_by_role("button", name="5–9").click()
    until(page, "decodeURIComponent(location.hash).includes('data.digits=5,6,7,8,9')")
    expect(chosen.get_by_role("checkbox", name="4")).not_to_be_checked()
    expect(page.get_by_label("Output for class 9")).to_be_visible()
    chosen.get_by_role("checkbox", name="4").check(force=True)
    until(page, "decodeURIComponent(location.hash).includes('data.digits=4,5,6,7,8,9')")


def test_a_run_begins_with_trained_layers_beside_one_that_begins_with_nothing(visit: Visit) -> None:
    page = visit(DIGITS, expected="422")
    stepped(page, 20)
    page.get_by_role("button", name="My networks").click()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Begin with its layers").click()
    dialog = page.get_by_role("dialog", name="Begin with trained layers")
    expect(page.locator("#transfer-layers-help")).to_contain_text("It has 3 layers with weights")
    expect(page.locator("#transfer-data")).to_contain_text("Digits 3, 4, 5, 6, 7, 8, 9")
    assert violations(page, "#transfer") == []
    dialog.get_by_role("button", name="Begin", exact=True).click()
    expect(page.locator("#beside")).to_be_visible()
    until(page, "decodeURIComponent(location.hash).includes('data.digits=3,4,5,6,7,8,9')")
    hash = page.evaluate("decodeURIComponent(location.hash)")
    assert "'frozen':true" in hash and "data.samples=700" in hash
    loss = page.locator("#beside-loss").text_content()
    page.get_by_role("button", name="Play").click()
    until(page, f"document.getElementById('beside-loss').textContent !== '{loss}'")
    page.get_by_role("button", name="Pause").click()
    page.reload()
    expect(page.locator("#beside")).to_be_visible()
    # A network of other pictures is refused, with both shapes.
    page.locator("[data-field='data.side'] select").evaluate("each => each.closest('details').open = true")
    page.locator("[data-field='data.side'] select").select_option("16")
    until(page, "decodeURIComponent(location.hash).includes('data.side=16')")
    page.get_by_role("button", name="My networks").click()
    page.get_by_role("button", name="Begin with its layers").first.click()
    expect(page.locator("#transfer-layers-help")).to_contain_text("It has 3 layers with weights")
    page.locator("#transfer-data").select_option("1")
    dialog.get_by_role("button", name="Begin", exact=True).click()
    expect(page.locator("#transfer-error")).to_contain_text("1×8×8")
    expect(page.locator("#transfer-error")).to_contain_text("1×16×16")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="End the comparison").click()
    expect(page.locator("#beside")).to_be_hidden()
