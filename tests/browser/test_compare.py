"""Kept runs: their curves stay, a table says what changed between them, and each can be opened again."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import READY, Visit, until
from tests.browser.test_looks import violations


def test_runs_are_kept_compared_and_opened_again(visit: Visit) -> None:
    page = visit()
    rows, keep = page.locator("#compare-table tbody tr"), page.get_by_role("button", name="Keep", exact=True)
    expect(keep).to_be_disabled()
    page.get_by_role("button", name="One epoch").click()
    expect(page.locator("#iteration")).to_have_text("25")
    keep.click()
    expect(page.locator("#connection")).to_contain_text("Run 1 is kept")  # in sight, while the table is not
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text(re.compile(r"1.*Circle 2-4-2-1.*% right"))
    noise = page.locator("#data-noise")
    noise.fill("25")
    noise.press("Enter")
    page.get_by_label("Activation", exact=True).select_option("relu")
    until(page, "location.hash.includes('relu')")
    page.get_by_role("button", name="One epoch").click()
    expect(page.locator("#iteration")).to_have_text("50")
    loss = page.locator("#test-loss").inner_text()
    keep.click()
    expect(rows).to_have_count(2)
    expect(rows.last).to_contain_text("Noise 0 % → 25 %, Activation tanh → ReLU")
    expect(rows.last).to_contain_text(loss)
    assert violations(page, ".compare") == []

    page.reload()
    until(page, READY)
    page.locator("#compare-title").click()
    expect(rows).to_have_count(2)
    rows.first.get_by_role("button", name="Open").click()
    expect(page.locator("#iteration")).to_have_text("25")
    expect(noise).to_have_value("0")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator("#iteration")).to_have_text("50")
    expect(noise).to_have_value("25")

    rows.first.get_by_role("button", name="Delete").click()
    rows.first.get_by_role("button", name="Really delete?").click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Circle 2-4-2-1")
    page.set_viewport_size({"width": 360, "height": 740})
    until(page, "document.documentElement.scrollWidth === 360")
