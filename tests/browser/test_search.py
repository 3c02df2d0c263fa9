"""Search: what is searched is chosen, each method tries, and a trial becomes one's own run."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import READY, Visit, until
from tests.browser.test_looks import violations

PILED = """(() => {
  const [below, above] = document.querySelectorAll(".search-places .search-trial");
  above.setAttribute("transform", below.getAttribute("transform"));
  above.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  return above.nextSibling === below;
})()"""


def test_methods_search_side_by_side_and_a_trial_becomes_ones_own_run(visit: Visit) -> None:
    page = visit(expected="status of 422")
    page.locator("#search-title").click()
    about, begin = page.locator("#search-about"), page.get_by_role("button", name="Begin the search")
    expect(about).to_have_text("5 methods, up to 80 trials in all")
    expect(page.get_by_text("A fifth of the samples becomes the validation set.")).to_be_visible()
    assert violations(page, ".search") == []
    # What is wrong is said before the server is asked, and by the server.
    trials, steps = page.get_by_label("Trials of each method"), page.get_by_label("Iterations of each trial")
    trials.fill("1")
    begin.click()
    expect(about).to_have_text("A method has from 2 to 32 trials.")
    expect(page.locator("#search-error")).to_be_empty()
    trials.fill("4")
    steps.fill("40")
    low = page.get_by_label("Lowest value of Learning rate")
    low.fill("fast")
    expect(about).to_have_text("Learning rate needs a range: its lowest and its highest value.")
    low.fill("20")
    begin.click()
    expect(page.locator("#search-error")).to_have_text(
        "The range of Learning rate is reversed: it goes from 20 down to 10."
    )
    low.fill("0.01")
    expect(page.locator("#search-error")).to_be_empty()
    # Words have no order: two methods are out.
    page.locator("#search-field-3").select_option("network.activation")
    expect(page.get_by_role("checkbox", name="LIPO")).to_be_disabled()
    expect(about).to_have_text("3 methods, up to 12 trials in all")
    page.locator("#search-field-3").select_option("")
    page.get_by_role("checkbox", name="Own guesses").check()
    expect(about).to_have_text("To search by guess, set points of your own.")
    page.get_by_label("Your guesses").fill("0.1, 4; 3, 4.5")
    expect(about).to_have_text("Width of layers is a whole number: the guess 4.5 is none.")
    page.get_by_label("Your guesses").fill("0.1, 4; 3, 2")
    expect(about).to_have_text("6 methods, up to 24 trials in all")

    # Two quick presses begin one search; a mark that is held down while frames come is still the same mark.
    asked: list[str] = []
    page.on(
        "request",
        lambda request: asked.append(request.url) if request.url.endswith("/api/searches") else None,
    )
    page.evaluate(
        "document.getElementById('search-begin').click(); document.getElementById('search-begin').click()"
    )
    page.evaluate(
        "new MutationObserver(() => window.mark ??= document.querySelector('.search-trial'))"
        ".observe(document.querySelector('.search-places'), { subtree: true, childList: true })"
    )
    expect(page.locator("#search-standing")).to_have_text("22 trials, the search is over")
    assert len(asked) == 1
    assert page.evaluate("window.mark.isConnected")
    expect(page.locator(".search-places .search-ends").first).to_have_text("0.0110")
    expect(page.locator("#search-subject")).to_have_text("Circle")
    expect(page.locator(".search-places figcaption")).to_have_text(
        "Learning rate, log scale (across), Width of layers (upwards)"
    )
    expect(page.locator("#search-result")).to_have_text(re.compile("^The best: .*, Validation loss "))
    expect(page.locator(".search-legend li")).to_have_count(6)
    expect(page.locator(".search-legend li").last).to_have_text(
        re.compile(r"^LIPO: Validation loss [\d.]+, 4 trials, Test loss [\d.]+, [\d.]+ % right$")
    )
    expect(page.locator(".search-places .search-trial")).to_have_count(22)
    page.get_by_text("The same as a table").last.click()
    rows = page.locator("#search-table tbody tr")
    expect(rows).to_have_count(22)
    assert violations(page, ".search") == []

    page.reload()
    until(page, READY)
    expect(page.locator(".search-places .search-trial")).to_have_count(22)
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_text("The same as a table").last.click()
    until(page, "document.documentElement.scrollWidth === 360")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role(
        "button", name=re.compile("Open .*: Own guesses: Learning rate 3, Width of layers 2,")
    ).click()
    expect(page.locator("#iteration")).to_have_text("40")
    expect(page.locator("#optimizer-learning_rate")).to_have_value("3")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator("#iteration")).to_have_text("0")
    # Of two trials at one point, the next click reaches the next.
    assert page.evaluate(PILED)
    expect(page.locator("#iteration")).not_to_have_text("0")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator("#iteration")).to_have_text("0")
    # All are listed: by keyboard, one is opened again, and deleted.
    page.get_by_role("button", name="All searches").click()
    row = page.locator("#search-earlier li")
    expect(row).to_contain_text("Circle · Own guesses, Grid, Random")
    expect(page.locator("#search-earlier .opens")).to_have_text("Learning rate × Hidden layers")
    page.locator("#search-earlier .opens").press("Enter")
    expect(page.locator("#search-standing")).to_have_text("22 trials, the search is over")
    expect(page.get_by_role("button", name="All searches")).to_be_focused()
    page.keyboard.press("Enter")
    expect(begin).to_be_focused()
    delete = row.get_by_role("button", name=re.compile("Delete: |Really delete"))
    delete.press("Enter")
    expect(delete).to_have_text("Really delete?")
    delete.press("Enter")
    expect(page.get_by_text("There is none yet. A search that you begin")).to_be_visible()
    expect(begin).to_be_focused()
    assert violations(page, ".search") == []
