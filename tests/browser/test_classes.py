"""Several classes on the page: an output for each, the winner by its colour, and every class by its mark."""

from playwright.sync_api import Page, expect

from tests.app.client import Message
from tests.browser.conftest import Visit, drawn, until, wait_for
from tests.browser.test_inside import OPEN, frames_of, standing
from tests.browser.test_looks import violations

BLOBS = "data.kind=blobs&data.classes=4&objective.loss=softmax&network.hidden=6&optimizer.learning_rate=0.3"


def colors_at(page: Page, places: list[tuple[float, float]]) -> object:
    """The colours of the large map at points of the plane."""
    return page.evaluate(
        """places => {
          const canvas = document.querySelector("#map canvas.values");
          const all = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
          const at = value => Math.floor((value + 6) / 12 * canvas.width);
          return places.map(([x1, x2]) => {
            const place = 4 * ((canvas.height - 1 - at(x2)) * canvas.width + at(x1));
            return [...all.subarray(place, place + 3)];
          });
        }""",
        places,
    )


def test_every_class_has_its_output_its_mark_and_its_part_of_the_plane(visit: Visit) -> None:
    frames: list[Message] = []
    page = visit(f"/#{BLOBS}", before=lambda page: frames_of(page, frames))
    expect(page.locator("[data-neuron^='2.']")).to_have_count(4)
    expect(page.locator("[data-neuron^='2.'] .mark-of-class")).to_have_count(4)
    expect(page.locator("#legend-classes li")).to_have_text(["Class 0", "Class 1", "Class 2", "Class 3"])
    expect(page.locator("#legend-values")).to_be_hidden()
    page.evaluate(OPEN)
    page.click("#play")
    until(page, "document.getElementById('test-accuracy').textContent === '100 % right'")
    page.click("#play")
    last = standing(page, frames)
    page.get_by_label("Discretise output").check()
    drawn(page)
    # The clouds stand above, right, below and left of the middle; their colours are those of the legend.
    wanted = page.evaluate(
        """[...document.querySelectorAll("#legend-classes path")].map(
          path => getComputedStyle(path).fill.match(/\\d+/g).map(Number))"""
    )
    assert colors_at(page, [(0, 3), (3, 0), (0, -3), (-3, 0)]) == wanted
    counts = page.locator("#confusion tbody td").all_inner_texts()
    assert [int(count) for count in counts] == last.arrays["confusion"].ravel().tolist()
    assert len(counts) == 2 * 4 * 4 and violations(page) == []


def test_an_output_is_shown_large_by_keyboard(visit: Visit) -> None:
    frames: list[Message] = []
    page = visit(f"/#{BLOBS}", before=lambda page: frames_of(page, frames))
    page.locator("[data-neuron='1.0']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-neuron='2.1']")).to_be_focused()
    expect(page.locator("#output-title")).to_contain_text("Output for class 1")
    expect(page.locator("#readout")).to_contain_text("bias of the output for class 1")
    expect(page.locator("#legend-values")).to_be_visible()
    wait_for(page, lambda: frames[-1]["focus"] == [1, 1])
    assert frames[-1].arrays["focus"].shape == (100, 100)


def test_the_number_of_classes_is_asked_only_where_there_are_many(visit: Visit) -> None:
    page = visit("/#objective.loss=softmax")
    expect(page.locator("[data-neuron^='3.']")).to_have_count(2)
    expect(page.locator("#data-classes")).to_be_hidden()
    page.get_by_label("Spirals").check()
    expect(page.locator("#data-classes")).to_have_value("3")
    page.locator("#data-classes").fill("10")
    page.locator("#data-classes").press("Enter")
    expect(page.locator("[data-neuron^='3.']")).to_have_count(10)
    assert "data.classes=10" in page.evaluate("location.hash")
    page.locator("#objective-loss").select_option("hinge")
    until(page, "location.hash.includes('objective.loss=hinge')")
    expect(page.locator("[data-neuron^='3.']")).to_have_count(10)
