"""The first visit: the default network plays by itself once, says what happened and what to try; later visits do not."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit, until
from tests.browser.test_looks import violations


def test_a_first_visit_shows_a_network_that_learns_and_says_what_to_try(visit: Visit) -> None:
    page = visit(motion="no-preference")
    first, epoch = page.locator("#first"), page.locator("#epoch")
    expect(page.locator("#play")).to_have_accessible_name("Pause")
    expect(first).to_be_visible(timeout=60_000)
    expect(page.locator("#play")).to_have_accessible_name("Play")
    told = page.locator("#first-words").inner_text()
    share = page.locator("#test-accuracy").inner_text()
    assert told == (
        f"250 points, 7 neurons: it found the ring in {epoch.inner_text()} epochs (test: {share})."
    )
    assert float(page.locator("#test-loss").inner_text()) < 0.05
    assert violations(page) == []
    for name, effect in {
        "Add noise": "document.getElementById('data-noise').value === '25'",
        "Take the hidden layers out": "document.querySelectorAll('[data-neuron]').length === 1",
        "Try the spiral": "location.hash.includes('spiral')",
    }.items():
        first.get_by_role("button", name=name).click()
        until(page, effect)
        expect(page.locator("#play")).to_have_accessible_name("Pause")
        first.get_by_role("button", name="Undo").click()
        until(page, f"!({effect})")
        expect(page.locator("#first-words")).to_have_text(told)
        expect(page.locator("#play")).to_have_accessible_name("Play")
    before = epoch.inner_text()
    page.reload()
    until(page, "document.getElementById('test-loss').textContent !== '–'")
    expect(epoch).to_have_text(before)
    expect(first).to_be_hidden()


def test_who_asks_for_little_motion_begins_by_hand(visit: Visit) -> None:
    page = visit()
    expect(page.locator("#first-still")).to_be_visible()
    page.click("#play")
    expect(page.locator("#first-still")).to_be_hidden()
    until(page, "Number(document.getElementById('test-loss').textContent) < 0.02")
    expect(page.locator("#first")).to_be_hidden()
    page.click("#play")
    expect(page.locator("#first")).to_be_visible()
    page.get_by_role("button", name="One epoch").click()
    page.get_by_role("button", name="Close the invitation").click()
    expect(page.locator("#first")).to_be_hidden()
