"""Data sets on the page: truth tables beside their rows, lines as curves, and points that a person draws."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.app.client import Message
from tests.browser.conftest import READY, Visit, drawn, follow, until, wait_for
from tests.browser.test_inside import OPEN, frames_of, standing
from tests.browser.test_looks import violations


def choose(page: Page, group: str, kind: str) -> None:
    """Choose a data set, and wait until the run has it: what is clicked next is a change of that."""
    page.locator("#problem").get_by_label(group).check()
    page.locator(f".kind [value={kind}]").check()
    is_default = "!location.hash.includes('data.kind=')"
    until(page, is_default if kind == "circle" else f"location.hash.includes('data.kind={kind}')")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def points_of(frames: list[Message]) -> list[tuple[float, float, int]]:
    """A person's own points as the server has them."""
    return [
        tuple(point)
        for point in next(f for f in reversed(frames) if f["full"])["experiment"]["data"]["points"]
    ]


def wait_for_points(page: Page, frames: list[Message], count: int) -> list[tuple[float, float, int]]:
    wait_for(page, lambda: len(points_of(frames)) == count)
    return points_of(frames)


def test_a_gate_is_its_table_and_there_is_no_test(visit: Visit) -> None:
    frames: list[Message] = []
    page = visit("/#optimizer.learning_rate=1", before=lambda page: frames_of(page, frames))
    choose(page, "Logic", "xor_gate")
    expect(page.locator("#truth-table tbody tr")).to_have_count(4)
    expect(page.locator("#training-batch_size")).to_have_value("4")
    expect(page.get_by_text("none is left for a test")).to_be_visible()
    for hidden in (
        "#test-loss",
        "#show-test",
        "#edit-points",
        "#data-noise",
        "#data-samples",
        "#data-test_share",
    ):
        expect(page.locator(hidden)).to_be_hidden()
    page.click("#play")
    expect(page.locator("#truth-table .right")).to_have_count(4)
    page.click("#play")
    last = standing(page, frames)
    rows = [row.inner_text().replace("−", "-").split() for row in page.locator("#truth-table tbody tr").all()]
    assert [row[:3] for row in rows] == [["0", "0", "0"], ["0", "1", "1"], ["1", "0", "1"], ["1", "1", "0"]]
    np.testing.assert_allclose([float(row[3]) for row in rows], last.arrays["table"][:, 0], atol=0.0051)
    expect(page.locator("#axis-x1 span:not(.symbol)")).to_have_text(["0", "1"])
    page.evaluate(OPEN)
    expect(page.locator("#confusion-test")).to_be_hidden()
    assert violations(page) == []
    choose(page, "Classification", "circle")
    expect(page.locator("#training-batch_size")).to_have_value("10")
    expect(page.locator("#truth-table")).to_be_hidden()


def test_not_has_one_input_and_its_features_come_and_go_with_it(visit: Visit) -> None:
    page = visit("/#data.features=x2,x1_x2")
    choose(page, "Logic", "not_gate")
    expect(page.locator(".feature-map:visible")).to_have_count(3)
    expect(page.locator(".feature-map[aria-pressed=true]")).to_have_attribute("data-feature", "x1")
    expect(page.locator("#truth-table tbody tr")).to_have_count(2)
    choose(page, "Classification", "moons")
    until(page, "document.querySelectorAll('.feature-map[aria-pressed=true]').length === 2")
    expect(page.locator(".feature-map:visible")).to_have_count(7)


def test_a_line_is_drawn_as_a_curve_through_its_points(visit: Visit) -> None:
    frames: list[Message] = []
    page = visit("/#objective.loss=softmax", before=lambda page: frames_of(page, frames))
    choose(page, "Regression", "sine")
    page.locator("[data-feature=sin_x1]").click()
    until(page, "location.hash.includes('sin_x1')")
    expect(page.locator("#legend-lines")).to_be_visible()
    expect(page.get_by_label("Discretise output")).to_be_hidden()
    page.click("#play")
    until(page, "Number(document.getElementById('test-loss').textContent) < 0.004")
    page.click("#play")
    curve = standing(page, frames).arrays["curves"][0]
    assert np.abs(curve - np.sin(np.linspace(-6, 6, len(curve)))).mean() < 0.15
    # The curve is where the wire says it is: dark pixels along it, over heights from -1.5 to 1.5.
    dark = page.evaluate(
        """shares => {
          const canvas = document.querySelector("#map canvas:nth-child(2)");
          const all = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
          return shares.map(([across, down]) => {
            const place = 4 * (Math.floor(down * canvas.height) * canvas.width + Math.floor(across * canvas.width));
            return all[place] + all[place + 1] + all[place + 2];
          });
        }""",
        [[i / (len(curve) - 1), float(1.5 - curve[i]) / 3] for i in range(10, len(curve) - 10, 40)],
    )
    assert sum(value < 200 for value in dark) >= 0.6 * len(dark)
    label = page.locator("#map").get_attribute("aria-label")
    assert label and label.startswith("Output along the line")
    page.locator("[data-neuron='1.1']").focus()
    wait_for(page, lambda: "focus_curve" in frames[-1].arrays)
    assert frames[-1].arrays["focus_curve"].shape == curve.shape
    assert violations(page) == []


def test_points_are_drawn_rubbed_out_and_kept_in_the_address(visit: Visit) -> None:
    frames: list[Message] = []
    page = visit("/#data.samples=40", before=lambda page: frames_of(page, frames))
    page.get_by_role("button", name="Edit these points").click()
    expect(page.locator("#pencil")).to_be_visible()
    wait_for_points(page, frames, 40)
    expect(page.locator("#data-classes")).to_have_value("2")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#pencil-status")).to_contain_text("Draw two points or more")
    page.locator("#data-classes").fill("3")
    page.locator("#data-classes").press("Enter")
    page.get_by_role("radio", name="Class 2").check()
    box = page.locator("#map").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.25)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.25, steps=4)
    page.mouse.up()
    stroke = wait_for_points(page, frames, 5)
    assert {label for _, _, label in stroke} == {2}
    np.testing.assert_allclose(np.array(stroke)[:, :2], [[x, 3] for x in (-3, -1.5, 0, 1.5, 3)], atol=0.06)
    expect(page.locator("#training-batch_size")).to_have_value("2")

    page.locator("#map").focus()
    press(page, "0", *["Shift+ArrowDown"] * 4, "Space")
    expect(page.locator("#pencil-status")).to_contain_text("class 0; 6 points")
    press(page, "ArrowUp", "Delete")
    expect(page.locator("#pencil-status")).to_contain_text("class 0; 5 points")
    press(page, "1", "Enter")
    wait_for(page, lambda: [label for _, _, label in points_of(frames)] == [2, 2, 2, 2, 2, 1])
    page.click("#play")
    until(page, "Number(document.getElementById('iteration').textContent) > 20")
    press(page, "Shift+Tab")
    page.get_by_role("radio", name="Rubber").check()
    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.25)
    wait_for_points(page, frames, 5)
    assert frames[-1]["state"] == "playing"
    expect(page.get_by_role("radio", name="Rubber")).to_be_checked()
    assert violations(page) == []

    kept = points_of(frames)
    until(page, "new URLSearchParams(location.hash.slice(1)).get('data.points').length === 25")  # 5 for each
    address = page.evaluate("location.hash")
    choose(page, "Classification", "spiral")
    until(page, "!location.hash.includes('points')")
    page.locator(".kind [value=points]").check()
    until(page, f"location.hash === '{address}'")
    choose(page, "Classification", "spiral")
    until(page, "!location.hash.includes('points')")
    page.reload()
    until(page, READY)
    page.locator(".kind [value=points]").check()
    [points] = re.findall("data.points=[^&]*", address)
    until(page, f"location.hash.includes('{points}')")
    again: list[Message] = []
    visit(f"/{address}", before=lambda page: frames_of(page, again))
    assert points_of(again) == kept


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_nothing_sticks_out_and_axe_finds_nothing(visit: Visit, theme: str) -> None:
    page = visit(theme=theme, width=360, height=740, locale="zh-CN")
    for experiment in (
        "#data.kind=xor_gate&training.batch_size=4",
        "#data.kind=polynomial",
        "#data.kind=points&data.classes=10&data.points=0000000009&training.batch_size=1",
    ):
        follow(page, experiment)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, experiment
        assert violations(page) == [], experiment


def test_an_address_of_points_that_cannot_be_is_explained(visit: Visit) -> None:
    page = visit("/#data.kind=points&data.points=zzzzz")
    expect(page.locator("#notes")).to_contain_text("Own points must be two at least")
    until(page, "location.hash === ''")


def test_samples_take_the_place_of_a_planes_points(visit: Visit) -> None:
    page = visit()
    painted = "document.querySelector('#map canvas.points').toDataURL()"
    page.locator("[name=kind][value=digits]").check(force=True)
    until(page, "location.hash.includes('digits')")
    expect(page.locator("#sample")).to_contain_text("are misclassified")
    drawn(page)
    after_the_plane = page.evaluate(painted)
    page.reload()
    expect(page.locator("#sample")).to_contain_text("are misclassified")
    until(page, f"{painted} === {after_the_plane!r}")
