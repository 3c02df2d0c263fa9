"""A lesson's address shows the page bare, and hides and locks parts of it."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit, drawn, until
from tests.browser.test_looks import violations

UNNAMED = """async () => {
  const { PARTS } = await import(new URL("static/lesson/parts.js", document.baseURI));
  const { settings, network, transport, output, curve, ...single } = PARTS;
  const named = [...Object.values(single), "[data-field]"].join(", ");
  const isApart = (node) => node.closest("dialog, [popover], .skip, #trouble, .toast, noscript");
  return [...document.querySelectorAll("button, input, select, textarea, summary, a[href], section, canvas[tabindex]")]
    .filter((node) => !node.closest(named) && !isApart(node) && !node.querySelector(named))
    .map((node) => node.outerHTML.slice(0, 120));
}"""
"""Controls and panels without a name of their own; dialogs are named by the buttons that open them."""


def test_an_address_hides_and_locks_what_a_lesson_does_not_need(visit: Visit) -> None:
    page = visit(
        "/#data.noise=10&look.hide=step,data.test_share,inside&look.lock=data.noise,layers,features,seed"
    )
    expect(page.locator("#notes-list")).to_have_text("look.lock=seed is not known.")
    for hidden in ("#step", "#data-test_share", "#inside-title"):
        expect(page.locator(hidden)).to_be_hidden()
    edge = "(id) => document.getElementById(id).getBoundingClientRect().x"
    assert page.evaluate(edge, "embedding") == page.evaluate(edge, "problem")
    expect(page.locator("#epoch-step")).to_be_visible()
    expect(page.locator("#data-noise")).to_be_disabled()
    expect(page.get_by_role("button", name="One unit more in layer 1")).to_be_hidden()
    expect(page.locator(".feature-map:enabled")).to_have_count(0)
    page.get_by_label("Activation", exact=True).select_option("relu")
    until(page, "location.hash.includes('relu')")
    assert "look.hide=step,data.test_share,inside" in page.url
    expect(page.locator("#data-noise")).to_be_disabled()
    page.evaluate("location.hash = '#data.noise=10'")
    expect(page.locator("#data-noise")).to_be_enabled()
    expect(page.locator("#step")).to_be_visible()

    assert page.evaluate(UNNAMED) == []

    page.evaluate("location.hash = '#look.hide=features,examples&look.lock=inside,language'")
    for hidden in (
        ".feature-map[data-feature=x1]",
        ".feature-name",
        ".add-formula",
        ".column-head.inputs",
        "#open-examples",
    ):
        expect(page.locator(hidden).first).to_be_hidden()
    for locked in ("#inside > summary", "#language"):
        expect(page.locator(locked)).to_have_js_property("inert", True)

    page.evaluate("location.hash = '#look.bare=true'")
    expect(page.locator("#open-downloads")).to_be_hidden()
    expect(page.locator(".settings")).to_be_hidden()
    for size in ((1000, 600), (700, 500), (360, 640), (1280, 800)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        drawn(page)
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]
        if size in ((360, 640), (1280, 800)):
            assert violations(page) == []
    for part in ("#play", "#diagram", "#map", "#chart"):
        box = page.locator(part).bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= 800, part
