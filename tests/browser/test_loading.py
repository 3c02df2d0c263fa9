"""What loads later: panels, dialogs and curves; and what a frame writes."""

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visit, until

REWRITTEN = """new Promise(done => {
  const found = new Set();
  const observer = new MutationObserver((records) => {
    for (const { target, attributeName: name, oldValue } of records)
      if (target.getAttribute(name) === oldValue) found.add(`${target.id || target.className} ${name}=${oldValue}`);
  });
  const { documentElement } = document;
  observer.observe(documentElement, { subtree: true, attributes: true, attributeOldValue: true });
  const iteration = document.getElementById("iteration");
  let frames = 0;
  const count = new MutationObserver(() => ++frames === 8 && done([...found]));
  count.observe(iteration, { subtree: true, characterData: true, childList: true });
})"""
"""The attributes that frames set to what they are, while the run plays."""


def test_a_part_that_does_not_load_says_so_and_loads_when_it_is_tried_again(visit: Visit) -> None:
    asked: list[str] = []
    blocked = {"panels", "dialogs", "explanations"}

    def answer(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[-1]
        asked.append(name.split("-")[0])
        if asked[-1] in blocked:
            route.abort()
        else:
            route.continue_()

    def before(page: Page) -> None:
        page.route("**/bundled/*.js", answer)

    page = visit(before=before, expected="ERR_FAILED")
    expect(page.locator("#chart canvas")).to_be_visible()
    assert asked.count("chart") == 1
    assert not blocked & {*asked}, "they load when they are opened"

    page.focus("#inside > summary")
    page.keyboard.press("Enter")
    fault = page.locator("#inside > .unloaded")
    expect(fault).to_contain_text("could not be loaded")
    page.click("#open-networks")
    expect(page.locator("#connection")).to_contain_text("Press the button again")
    expect(page.locator("#networks")).to_be_hidden()
    page.hover("#network-activation")
    page.click("#hint-more")
    expect(page.locator("#connection")).not_to_contain_text("Press the button again")
    page.evaluate("document.getElementById('connection').textContent = ''")
    figure = page.locator("[data-figure]").first
    figure.scroll_into_view_if_needed()
    expect(page.locator("#connection")).to_contain_text("could not be loaded")

    blocked.clear()
    page.evaluate("scrollTo(0, 0)")
    figure.scroll_into_view_if_needed()
    expect(figure.locator(".says")).not_to_be_empty()
    fault.get_by_role("button", name="Try again").click()
    expect(page.locator("#looks canvas").first).to_be_visible()
    expect(fault).to_have_count(0)
    page.click("#open-networks")
    expect(page.locator("#networks")).to_be_visible()
    assert asked.count("dialogs") == 2


def test_a_panel_that_was_open_is_open_again_and_a_frame_sets_only_what_changes(visit: Visit) -> None:
    page = visit()
    page.click("#inside > summary")
    expect(page.locator("#looks canvas").first).to_be_visible()
    page.reload()
    expect(page.locator("#looks canvas").first).to_be_visible()
    page.click("#inside > summary")
    page.click("#play")
    until(page, "document.documentElement.classList.contains('playing')")
    assert page.evaluate(REWRITTEN) == []
