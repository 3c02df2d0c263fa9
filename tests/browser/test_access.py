"""The page by keyboard, and what assistive technology is told: focus, names, states, live regions, forced colours."""

import re
from collections import Counter

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, until

DIGITS = "/#data.kind=digits&data.side=8&data.samples=500&network.hidden=300&objective.loss=softmax"

FOCUSED = """() => {
  const node = document.activeElement;
  let opacity = 1;
  for (let each = node; each; each = each.parentElement) opacity *= Number(getComputedStyle(each).opacity);
  const ringed = [node, node.nextElementSibling, node.closest(".drop")].filter(Boolean);
  const { left, top } = node.getBoundingClientRect();
  return {
    what: `${node.tagName} ${node.id || node.className?.baseVal || node.className}`,
    svg: node instanceof SVGElement,
    // A control that lies unseen over its drawing has the ring on that.
    opacity: node.matches(":is(.segments, .kind, .pencils, .chip, .drop) input") ? 1 : opacity,
    ring: ringed.map(each => getComputedStyle(each))
      .some(style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
    place: `${left} ${top}`,
  };
}"""

NAMES = """() => [...document.querySelectorAll(
    "a[href], button, select, input, summary, table, [role=img], [role=application], [role=group]")]
  .filter(node => node.checkVisibility({visibilityProperty: true}))
  .map(node => {
    const said = node.getAttribute("aria-label")
      ?? document.getElementById(node.getAttribute("aria-labelledby") ?? "")?.textContent
      ?? node.labels?.[0]?.textContent ?? node.caption?.textContent
      ?? (node.matches("button, a, summary") ? node.textContent : "");
    return `${node.type ?? node.getAttribute("role") ?? node.tagName} ${node.name ?? ""}: ${said.trim()}`;
  })"""


def has_names_of_their_own(page: Page) -> None:
    page.evaluate("for (const more of document.querySelectorAll('.more')) more.open = true")
    names = page.evaluate(NAMES)
    assert len(names) > 50
    assert [name for name in names if name.endswith(": ")] == []
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_every_control_has_a_name_of_its_own_and_a_ring_that_is_seen_where_the_tab_key_stops(
    visit: Visit,
) -> None:
    page = visit()
    has_names_of_their_own(page)
    seen = []
    for _ in range(120):
        page.keyboard.press("Tab")
        # Asked once: after the last stop, the focus leaves the page a moment after the key.
        stop = page.evaluate(FOCUSED)
        if stop["what"] == "BODY ":
            break
        seen.append(stop)
    assert len(seen) > 50
    assert [stop["what"] for stop in seen if stop["svg"]] == []
    assert [stop["what"] for stop in seen if stop["opacity"] < 1] == []
    assert [stop["what"] for stop in seen if not stop["ring"]] == []
    assert sum("BUTTON neuron" in stop["what"] for stop in seen) == 1  # from which arrows go to all others


def test_the_focus_stays_where_its_control_is_disabled_hidden_or_removed(visit: Visit) -> None:
    page = visit()
    neurons, undo = page.locator("[data-neuron]"), page.locator("#undo")
    fewer = page.get_by_role("button", name="One unit less in layer 2")
    fewer.focus()
    page.keyboard.press("Enter")
    expect(neurons).to_have_count(4 + 1 + 1)
    expect(fewer).to_be_focused()
    expect(fewer).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")  # does nothing: there is one change to undo

    undo.focus()
    page.keyboard.press("Enter")
    expect(neurons).to_have_count(4 + 2 + 1)
    expect(undo).to_be_disabled()
    expect(undo).to_be_focused()
    page.keyboard.press("Space")  # neither undoes nor plays
    expect(fewer).to_be_enabled()

    page.get_by_role("button", name="Remove layer 2").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Add a hidden layer after layer 1")).to_be_focused()
    expect(page.locator("#iteration")).to_have_text("0")

    page.locator("#theme").focus()
    page.evaluate("location.hash = '#data.noise=999'")
    expect(page.locator("#notes")).to_be_visible()
    page.locator("#close-notes").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#theme")).to_be_focused()

    page.locator("#edit-points").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("application")).to_be_focused()


def test_the_first_stop_skips_to_the_network_and_leaves_the_address_alone(visit: Visit) -> None:
    page = visit("/#data.noise=10")
    page.keyboard.press("Tab")
    expect(page.locator("#skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#network")).to_be_focused()
    assert page.evaluate("location.hash") == "#data.noise=10"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#network') !== null")


def test_the_button_of_the_theme_says_which_is_on(visit: Visit) -> None:
    page = visit(theme="light")
    button = page.get_by_role("button", name="Dark theme")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.get_by_role("button", name="Dark theme")).to_have_attribute("aria-pressed", "true")
    # On paper the page is light, with its pictures.
    ink = "getComputedStyle(document.documentElement).colorScheme"
    assert page.evaluate(f"dispatchEvent(new Event('beforeprint')), {ink}") == "light"
    assert page.evaluate(f"dispatchEvent(new Event('afterprint')), {ink}") == "dark"


def test_the_diagram_is_whole_on_paper(visit: Visit) -> None:
    page = visit("#network.hidden=8,8", width=1920, height=1080)
    cut = """() => {
        const edge = document.querySelector(".network").getBoundingClientRect();
        const parts = [...document.querySelectorAll(".neuron, .feature")].map((part) => part.getBoundingClientRect());
        return parts.filter(({ right, bottom, width }) => width && (right > edge.right || bottom > edge.bottom)).length;
    }"""
    assert page.evaluate(cut) == 0
    # A browser that prints asks nothing of the page once it is as wide as a sheet.
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1027})
    assert page.evaluate(cut) == 0


def test_a_neuron_that_was_clicked_stays_large_until_it_is_left(visit: Visit) -> None:
    page = visit()
    neuron, title = page.locator("[data-neuron='1.1']"), page.locator("#output-title")

    def pin() -> None:
        neuron.click()
        page.mouse.move(4, 300)
        expect(neuron).to_have_attribute("aria-pressed", "true")
        expect(title).to_contain_text("Layer 1, unit 2")

    def is_left() -> None:
        expect(title).to_have_text(re.compile("^Output"))
        expect(neuron).to_have_attribute("aria-pressed", "false")

    pin()
    page.keyboard.press("Escape")
    is_left()
    pin()
    neuron.click()
    page.mouse.move(4, 300)  # the pointer on it would make it large again
    is_left()
    pin()
    page.get_by_role("button", name="Back to the output").click()
    is_left()
    neuron.focus()
    page.keyboard.press("ArrowDown")  # by keyboard the neuron that has the focus is large
    expect(title).to_contain_text("unit 3")
    page.keyboard.press("Escape")
    expect(title).to_have_text(re.compile("^Output"))
    pin()
    page.get_by_role("button", name="Remove layer 1").click()
    expect(page.locator("[data-neuron]")).to_have_count(2 + 1)
    page.get_by_role("button", name="One unit less in layer 1").click()
    expect(title).to_have_text(re.compile("^Output"))  # it is gone


def test_the_legend_opens_and_closes_by_key(visit: Visit) -> None:
    page = visit()
    legend = page.locator("#legend")
    expect(legend).to_be_hidden()
    page.get_by_role("button", name="Legend", exact=True).focus()
    page.keyboard.press("Enter")
    expect(legend).to_be_visible()
    for words in ("weight", "Beads", "bias", "Hollow", "batch of each iteration"):
        expect(legend).to_contain_text(words)
    expect(legend).not_to_contain_text("alidation", use_inner_text=True)  # there is none
    page.keyboard.press("Escape")
    expect(legend).to_be_hidden()
    expect(page.get_by_role("button", name="Legend", exact=True)).to_be_focused()


def test_a_digit_is_drawn_by_key(visit: Visit) -> None:
    page = visit(DIGITS, expected="willReadFrequently")  # which the test does
    has_names_of_their_own(page)
    page.locator(".pad").focus()
    page.keyboard.press("Space")
    for _ in range(12):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator(".drawing .answer")).to_have_text(re.compile(r"\d \("))
    ink = """(() => {
      const pad = document.querySelector(".pad");
      const { data } = pad.getContext("2d").getImageData(0, 0, pad.width, pad.height);
      return data.filter((byte, i) => i % 4 === 3 && byte).length;
    })()"""
    drawn = page.evaluate(ink)
    assert drawn > 500
    page.keyboard.press("ArrowLeft")  # the pen is up
    assert page.evaluate(ink) == drawn
    page.keyboard.press("Delete")
    assert page.evaluate(ink) == 0


@pytest.mark.parametrize("path", ["/#data.validation_share=0.2", DIGITS])
def test_what_is_read_out_changes_rarely_while_it_trains(visit: Visit, path: str) -> None:
    page = visit(path)
    if path == DIGITS:
        page.locator("#map").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator(".drawing .answer")).to_have_text(re.compile(r"\d \("))
    page.click("#play")
    until(page, "document.getElementById('epoch').textContent !== '0'")
    page.evaluate("""() => {
      globalThis.writes = {};
      const live = "output, [role=status], [role=alert], [role=log], [role=timer], [aria-live]:not([aria-live=off])";
      const watch = (region, write) =>
        new MutationObserver(write).observe(region, {childList: true, characterData: true, subtree: true});
      for (const region of document.querySelectorAll(live)) {
        const name = region.id || region.parentElement.className;
        watch(region, () => (writes[name] = (writes[name] ?? 0) + 1));
      }
      globalThis.steps = 0;
      watch(document.getElementById("iteration"), () => steps++);
      globalThis.began = performance.now();
    }""")
    until(page, "steps > 25")
    most = 2 + page.evaluate("(performance.now() - began) / 12_000")  # a slow machine takes longer for them
    assert all(count <= most for count in page.evaluate("writes").values()), page.evaluate("writes")


def chosen_outlines(page: Page) -> list[str]:
    chosen = [".segments :checked + span", ".kind :checked + span", ".feature-map[aria-pressed=true]"]
    style = "node => getComputedStyle(node).outlineStyle"
    return [str(page.locator(each).first.evaluate(style)) for each in chosen]


def test_forced_colours_keep_what_is_chosen_and_what_is_measured(visit: Visit) -> None:
    page = visit()
    assert chosen_outlines(page) == ["none", "none", "none"]
    page.emulate_media(forced_colors="active")
    assert chosen_outlines(page) == ["solid", "solid", "solid"]
    assert page.evaluate("getComputedStyle(document.querySelector('.neuron')).forcedColorAdjust") == "none"
