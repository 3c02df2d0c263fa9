"""The ground on the page: its planes, the ball that is rolled by keys and dragged, its minima, and words where there is
no surface."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit, follow, until
from tests.browser.test_hints import UNSAID
from tests.browser.test_looks import violations

SURFACE = "document.getElementById('ground-plane').toDataURL()"
BALL = "document.getElementById('ground-ball').textContent"


def test_the_run_is_taken_elsewhere_on_its_ground_and_back(visit: Visit) -> None:
    page = visit("/#optimizer.kind=momentum")
    page.locator("#ground > summary").click()
    ball, held, plane = (
        page.locator("#ground-ball"),
        page.locator("#ground-held"),
        page.locator("#ground-plane"),
    )
    expect(ball).to_contain_text("loss 0.")
    expect(held).to_contain_text("All other weights and biases are held")
    expect(held).to_contain_text("all 250 training samples")
    expect(page.locator("#ground-steps tr")).to_have_count(
        2
    )  # the slope and the next step: nothing rolls yet
    page.check("#ground-all")
    expect(page.locator("#ground-steps tr")).to_have_count(8)
    page.check("#ground-minima")
    expect(page.locator("#ground-minima-text")).to_contain_text("minim", ignore_case=True)
    expect(page.locator("#ground-minima-text")).not_to_contain_text("being looked for")
    assert violations(page, "#ground") == []
    assert page.evaluate(UNSAID) == []

    # Keys roll the ball; so does the pointer; each gesture is undone as one.
    first = page.evaluate(BALL)
    plane.focus()
    # A held key rolls it step by step, however many steps come before it is drawn.
    page.evaluate("""() => {
      for (let nth = 0; nth < 5; nth++) {
        const held = { key: "ArrowRight", repeat: nth > 0, bubbles: true };
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", held));
      }
    }""")
    far = float(first.split(" at ")[1].split(",")[0].replace("−", "-")) + 0.9
    across = f"Number({BALL}.match(/ at ([−\\d.]+),/)?.[1].replace('−', '-'))"
    until(page, f"{across} > {far} && !document.getElementById('undo').disabled")
    rolled = page.evaluate(BALL)
    box = plane.bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] - 60, middle[1] + 30, steps=4)
    page.mouse.up()
    page.mouse.move(0, 0)
    until(page, f"{BALL} !== {rolled!r} && {BALL}.includes('loss')")
    for before in (rolled, first):
        page.click("#undo")
        expect(ball).to_have_text(before)

    # Another weight is another surface.
    surface = page.evaluate(SURFACE)
    page.locator("#ground-across-choice select").first.select_option(label="W[2]")
    until(page, f"{SURFACE} !== {surface!r}")
    page.click("#ground-play")
    expect(page.locator("#ground-play")).to_have_text("Pause")
    expect(page.locator("#ground-steps")).to_contain_text("Velocity")
    page.click("#ground-play")
    expect(page.locator("#ground-play")).to_have_text("Play from here")
    page.get_by_label("Random", exact=True).check()
    expect(held).to_contain_text("Two random directions")
    page.click("#ground-nearer")
    for _ in range(4):  # However few frames came while it played, the path has states enough for a plane.
        before = page.locator("#iteration").inner_text()
        page.click("#epoch-step")
        expect(page.locator("#iteration")).not_to_have_text(before)
    page.get_by_label("Path", exact=True).check()
    expect(held).to_contain_text("principal components")

    # With one weight there is no surface; an address can lock the panel.
    follow(page, "#data.features=x1&network.hidden=&network.biases=fixed")
    expect(page.locator("#ground-refusal")).to_have_text(re.compile("one weight|too short|straight"))
    page.get_by_label("Two weights").check()
    expect(page.locator("#ground-refusal")).to_have_text("The network has one weight: a surface needs two.")
    follow(page, "#look.lock=ground")
    expect(page.locator("#ground-play")).to_be_disabled()
    expect(plane).to_have_attribute("inert", "")
