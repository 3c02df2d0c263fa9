"""Families: variations side by side on a contact sheet, and a tile that becomes one's own run."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import READY, Visit, follow, until, wait_for
from tests.browser.test_looks import violations

PLAYS = "Number(document.querySelector('#family-standing').textContent.match(/\\d+$/)?.[0]) > 20"


def number(text: str) -> float:
    """Of a loss as the page writes it, 5.3e−5 as well: a quick machine has learned more before the pause."""
    return float(text.replace("−", "-"))


def test_a_contact_sheet_lives_is_sorted_and_gives_a_run_of_ones_own(visit: Visit) -> None:
    page = visit(expected="status of 422")
    page.locator("#families-title").click()
    about, begin = page.locator("#family-about"), page.get_by_role("button", name="Begin the family")
    expect(about).to_have_text("56 runs of the present network")
    assert violations(page, ".families") == []
    # What is wrong is said before the server is asked, and by the server.
    rates = page.get_by_label("Values of Learning rate")
    rates.fill("0.1, 0.1")
    expect(about).to_have_text("Learning rate has the value 0.1 twice.")
    rates.fill("0.1, 99")
    page.get_by_label("and", exact=True).select_option("network.hidden")
    page.get_by_label("Values of Hidden layers").fill("0, 3, 4-2")
    begin.click()
    expect(page.locator("#family-error")).to_contain_text("99")
    rates.fill("0.001, 0.3")
    begin.click()
    tiles = page.locator("#family-sheet button")
    expect(tiles).to_have_count(6)
    until(page, PLAYS)
    page.get_by_role("button", name="Pause all").click()
    expect(page.get_by_role("button", name="Play all")).to_be_visible()
    assert violations(page, ".families") == []

    # By keyboard: the tile below the first one, in the order of the fields, is its neighbour with another rate.
    tiles.first.focus()
    page.keyboard.press("ArrowDown")
    focused = page.locator("#family-sheet button:focus")
    expect(focused).to_have_attribute("aria-label", re.compile("Learning rate 0.3, Hidden layers none"))
    page.get_by_label("Sorted by").select_option("train_loss")
    page.get_by_text("The same as a table").click()
    expect(page.locator("#family-table tbody tr")).to_have_count(6)
    losses = page.locator("#family-table tbody tr td:nth-of-type(1)")
    wait_for(page, lambda: (texts := losses.all_inner_texts()) == sorted(texts, key=number))

    page.reload()
    until(page, READY)
    expect(tiles).to_have_count(6)
    best = page.get_by_role("button", name=re.compile("Learning rate 0.3, Hidden layers 4-2"))
    expect(page.locator("#family-standing")).to_have_text(re.compile(r"iteration [\d,]+$"))
    step = page.locator("#family-standing").inner_text().split()[-1]
    best.click()
    expect(page.locator("#iteration")).to_have_text(step)
    expect(page.locator("#optimizer-learning_rate")).to_have_value("0.3")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator("#iteration")).to_have_text("0")
    page.set_viewport_size({"width": 360, "height": 740})
    until(page, "document.documentElement.scrollWidth === 360")
    page.get_by_role("button", name="End the family").click()
    expect(begin).to_be_visible()
    expect(begin).to_be_focused()

    # The same network from several seeds, and the race of two losses from a saturated start.
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("radio", name="Ensemble").check()
    page.get_by_label("Seeds").fill("1")
    expect(about).to_have_text("An ensemble has from 2 to 64 members.")
    page.get_by_label("Seeds").fill("5")
    begin.click()
    expect(tiles).to_have_count(5)
    expect(page.locator("#family-ensemble .ensemble-test .beside")).to_have_text(
        re.compile(r"\d members are worse, \d equal, \d better")
    )
    expect(page.locator("#family-ensemble .ensemble-split canvas")).to_be_visible()
    assert violations(page, ".families") == []
    page.get_by_role("button", name="End the family").click()
    page.get_by_role("radio", name="Race").check()
    page.get_by_role("combobox", name="Learning rate").select_option("best")
    expect(about).to_have_text("48 runs of the present network")
    page.get_by_role("button", name="The learning slowdown").click()
    expect(page.locator("#family-race li")).to_have_count(2)
    # The page above still has the circle.
    expect(page.locator("#family-subject")).to_have_text("Two Gaussians")
    expect(page.locator("#family-race li").first).to_have_text(
        re.compile(r"^Squared error, Test loss .* % right$")
    )
    expect(page.locator("#family-order option")).to_have_text(
        ["the fields", "Training accuracy", "Test accuracy"]
    )
    expect(page.locator("#family-tells")).to_contain_text("each tile has a scale of its own")
    expect(page.locator("#family-race .family-chart canvas")).to_be_visible()
    expect(page.locator("#family-race figcaption")).to_contain_text("different losses")
    assert violations(page, ".families") == []


def test_dropout_is_shown_as_an_ensemble_of_masks_and_says_how_to_get_them(visit: Visit) -> None:
    page = visit()
    page.locator("#families-title").click()
    kind = page.get_by_role("radio", name="Dropout masks")
    kind.check(force=True)
    expect(page.locator("#family-masks .masks-refusal")).to_contain_text(
        "The network has no dropout: choose one"
    )
    expect(page.get_by_role("button", name="Begin the family")).to_be_hidden()
    follow(page, "#network.dropout=inverted")
    expect(page.locator("#family-masks .masks-refusal")).to_be_hidden()
    expect(page.locator("#family-masks .masks-about")).to_contain_text("32 masks at iteration 0.")
    figures = page.locator("#family-masks .family-ensemble")
    expect(figures.locator(".ensemble-split canvas")).to_be_visible()
    expect(figures.locator(".ensemble-test .beside")).to_have_text(
        re.compile(r"\d+ members are worse, \d+ equal, \d+ better")
    )
    assert violations(page, ".families") == []
    # Another kind asks for none of it.
    kind.press("ArrowLeft")
    expect(figures).to_be_hidden()
    expect(page.get_by_role("button", name="Begin the family")).to_be_visible()
