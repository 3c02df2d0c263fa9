"""What loads later: panels, dialogs and curves; and what a frame writes."""

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PATIENCE, Visit, follow, until

REWRITTEN = """patience => new Promise((done, fail) => {
  setTimeout(() => fail(new Error("too few frames came")), patience);
  const found = [];
  const add = (element, what) => {
    const again = found.find(each => each.element === element && each.what === what);
    if (again) again.times++;
    else found.push({ element, what, times: 1 });
  };
  const observer = new MutationObserver((records) => {
    for (const record of records) {
      const { type, target, attributeName: name, oldValue, addedNodes: [added], removedNodes: [removed] } = record;
      const element = target.nodeType === 1 ? target : target.parentElement;
      const of = `${element?.closest("[id]")?.id}: ${element?.nodeName} ${element?.getAttribute("class")}`;
      if (type === "attributes" && target.getAttribute(name) === oldValue) add(target, `${of} ${name}=${oldValue}`);
      if (type === "characterData" && target.data === oldValue) add(target, `${of} ${oldValue}`);
      if (type === "childList" && added?.data && added.data === removed?.data) add(target, `${of} ${added.data}`);
    }
  });
  const values = { attributeOldValue: true, characterDataOldValue: true };
  observer.observe(document.documentElement, { subtree: true, childList: true, ...values });
  const iteration = document.getElementById("iteration");
  let frames = 0;
  const again = () => found.filter(({ times }) => times > 2).map(({ what, times }) => `${what} ${times}`);
  const count = new MutationObserver(() => ++frames === 30 && done(again()));
  count.observe(iteration, { subtree: true, characterData: true, childList: true });
})"""
"""The attributes and texts that frames set to what they are, again and again, while the run plays, and how often."""

OPEN = "for (const it of document.querySelectorAll('details:not([open]) > summary')) it.offsetParent && it.click()"


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


def test_a_panel_that_was_open_is_open_again(visit: Visit) -> None:
    page = visit()
    page.click("#inside > summary")
    expect(page.locator("#looks canvas").first).to_be_visible()
    page.reload()
    expect(page.locator("#looks canvas").first).to_be_visible()


def test_a_frame_sets_only_what_changes_in_every_panel(visit: Visit) -> None:
    """Whatever is set, the browser styles and lays out anew, though it be the same."""
    page = visit()
    page.click("#play")
    until(page, "document.documentElement.classList.contains('playing')")
    for experiment in (  # Each is trained on: the page keeps playing.
        "#data.kind=xor&network.hidden=3",
        "#data.kind=shapes&data.samples=100&data.pixels=16&network.hidden=8&objective.loss=softmax",
        "#data.kind=sine&network.hidden=6,6",
    ):
        follow(page, experiment)
        page.evaluate(OPEN)
        expect(page.locator("#looks canvas").first).to_be_visible()
        assert page.evaluate(REWRITTEN, 1000 * PATIENCE) == []
