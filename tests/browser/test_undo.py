"""Nothing that one does is lost: undo and redo, Back and Forward; data sets and rules remember their set-ups."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import READY, Visit, drawn, until
from tests.browser.test_looks import violations
from tests.browser.test_networks import save


def train(page: Page, epochs: int = 4) -> None:
    before = int(page.locator("#epoch").inner_text())
    for _ in range(epochs):
        page.locator("#epoch-step").click()
    expect(page.locator("#epoch")).to_have_text(str(before + epochs))


def choose(page: Page, kind: str) -> None:
    page.locator(f"[name=kind][value={kind}]").check(force=True)
    is_default = "!location.hash.includes('data.kind=')"
    until(page, is_default if kind == "circle" else f"location.hash.includes('data.kind={kind}')")


def test_another_data_set_begins_anew_and_every_way_back_is_offered(visit: Visit) -> None:
    page = visit()
    undo, redo = page.get_by_role("button", name="Undo", exact=True).first, page.locator("#redo")
    expect(undo).to_be_disabled()
    train(page)
    loss = page.locator("#test-loss").inner_text()
    choose(page, "xor")
    offer = page.locator("#offer")
    expect(offer).to_contain_text("the training begins anew")
    expect(page.locator("#epoch")).to_have_text("0")
    assert violations(page, "#offer") == []
    page.get_by_role("button", name="Keep the trained weights").click()
    expect(page.locator("#epoch")).to_have_text("4")
    expect(offer).to_be_hidden()
    until(page, "location.hash === '#data.kind=xor'")
    page.locator("body").press("Control+z")
    until(page, "location.hash === ''")
    expect(page.locator("#test-loss")).to_have_text(loss)
    expect(page.locator("#undo-status")).to_have_text("Undone.")
    expect(redo).to_be_enabled()
    page.locator("body").press("Control+Shift+Z")
    until(page, "location.hash === '#data.kind=xor'")
    expect(page.locator("#epoch")).to_have_text("4")


def test_reset_and_removed_layers_come_back_with_their_weights(visit: Visit) -> None:
    page = visit()
    train(page)
    loss = page.locator("#test-loss").inner_text()
    page.locator("#reset").click()
    expect(page.locator("#epoch")).to_have_text("0")
    page.locator("#undo").click()
    expect(page.locator("#epoch")).to_have_text("4")
    expect(page.locator("#test-loss")).to_have_text(loss)
    page.get_by_role("button", name="Remove layer 2").click()
    until(page, "location.hash === '#network.hidden=4'")
    train(page, 1)
    page.locator("#undo").click()
    expect(page.locator("#epoch")).to_have_text("4")
    expect(page.locator("#test-loss")).to_have_text(loss)


def test_the_browsers_buttons_go_through_what_one_did(visit: Visit) -> None:
    page = visit()
    for rate in ("0.2", "0.3"):
        page.locator("#optimizer-learning_rate").fill(rate)
        page.locator("#optimizer-learning_rate").press("Enter")
        until(page, f"location.hash === '#optimizer.learning_rate={rate}'")
    choose(page, "spiral")
    until(page, "location.hash.includes('spiral')")
    hashes = ["#optimizer.learning_rate=0.3", "#optimizer.learning_rate=0.2", ""]
    for expected in hashes:
        page.go_back()
        until(page, f"location.hash === '{expected}'")
        shown = expected.split("=")[-1] or "0.1"
        expect(page.locator("#optimizer-learning_rate")).to_have_value(shown)
    page.go_forward()
    expect(page.locator("#optimizer-learning_rate")).to_have_value("0.2")
    # An address that is typed is a change like any other.
    page.evaluate("location.hash = '#data.kind=xor&data.noise=99'")
    expect(page.locator("#notes")).to_contain_text("data.noise is 99, but may be 80 at most. Taken: 80.")
    until(page, "location.hash === '#data.kind=xor&data.noise=80'")
    page.go_back()
    until(page, "location.hash === '#optimizer.learning_rate=0.2'")


def test_a_slider_is_undone_as_one_and_typing_is_left_alone(visit: Visit) -> None:
    page = visit()
    slider = page.locator("[data-field='data.noise'] input[type=range]:visible")
    box = slider.bounding_box()
    assert box
    page.mouse.move(box["x"] + 1, box["y"] + box["height"] / 2)
    page.mouse.down()
    for share in (0.2, 0.4, 0.6):  # each is a change of the run
        before = page.evaluate("location.hash")
        page.mouse.move(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
        until(page, f"location.hash.startsWith('#data.noise=') && location.hash !== {before!r}")
    page.mouse.up()
    field = page.locator("#data-noise")
    field.click()
    field.press("Control+z")
    drawn(page)
    expect(page.locator("#undo-status")).to_be_empty()
    field.blur()
    page.locator("body").press("Control+z")
    until(page, "location.hash === ''")
    expect(page.locator("#undo")).to_be_disabled()


def test_looking_around_destroys_nothing(visit: Visit) -> None:
    page = visit("/#network.hidden=5,3&optimizer.learning_rate=0.03")
    page.locator("#objective-loss").select_option("perceptron")
    until(page, "location.hash.includes('network.hidden=&')")
    page.locator("#objective-loss").select_option("squared_error")
    until(page, "location.hash.includes('network.hidden=5,3')")
    choose(page, "digits")
    until(page, "location.hash.includes('data.kind=digits') && location.hash.includes('network.hidden=16')")
    choose(page, "circle")
    until(page, "location.hash === '#network.hidden=5,3&optimizer.learning_rate=0.03'")
    choose(page, "digits")
    until(page, "location.hash.includes('data.samples=2000')")
    choose(page, "xor")  # never seen before: as the latest of its sort
    until(page, "location.hash === '#data.kind=xor&network.hidden=5,3&optimizer.learning_rate=0.03'")


def test_points_are_put_and_taken_back_stroke_by_stroke(visit: Visit) -> None:
    page = visit("/#data.kind=points&data.points=0000010101&training.batch_size=1")
    page.locator("#map").click(position={"x": 60, "y": 60})
    page.locator("#map").click(position={"x": 160, "y": 60})
    length = "new URLSearchParams(location.hash.slice(1)).get('data.points').length"
    until(page, f"{length} === 20")
    page.locator("#undo").click()
    until(page, f"{length} === 15")
    page.locator("#pencil-clear").click()
    expect(page.locator("#pencil-status")).to_contain_text("Draw two points")
    page.locator("#undo").click()
    expect(page.locator("#pencil-status")).to_have_text("")
    until(page, f"{length} === 15")


def test_milestones_stand_in_the_curve_after_a_reload(visit: Visit) -> None:
    page = visit()
    train(page)
    page.locator("#data-noise").fill("25")
    page.locator("#data-noise").press("Enter")
    until(page, "location.hash === '#data.noise=25'")
    train(page)
    page.reload()
    expect(page.locator("#chart")).to_have_attribute(
        "aria-label", re.compile("from iteration 100 on: Noise 25 %")
    )


def test_the_network_that_one_had_comes_back_after_another_was_opened(visit: Visit) -> None:
    page = visit("/#data.kind=xor")
    train(page, 2)
    link = save(page, "two")
    train(page, 1)
    page.goto(link)
    until(page, READY)
    expect(page.locator("#epoch")).to_have_text("2")
    page.locator("#undo").click()
    expect(page.locator("#epoch")).to_have_text("3")
    page.locator("#reset").click()
    expect(page.locator("#epoch")).to_have_text("0")
    page.locator("#undo").click()
    expect(page.locator("#epoch")).to_have_text("3")
    page.locator("#redo").click()
    expect(page.locator("#epoch")).to_have_text("0")
    page.locator("#redo").click()
    expect(page.locator("#epoch")).to_have_text("2")


def test_a_drawn_digit_is_taken_back_stroke_by_stroke(visit: Visit) -> None:
    page = visit("/#data.kind=digits&data.samples=200&data.side=8&network.hidden=16&objective.loss=softmax")
    pixels = "document.querySelector('.pad').getContext('2d').getImageData(0, 0, 224, 224).data"
    ink = f"[...{pixels}].filter(Boolean).length"
    box = page.locator(".pad").bounding_box()
    assert box

    def stroke(at: float) -> int:
        page.mouse.move(box["x"] + at, box["y"] + 10)
        page.mouse.down()
        page.mouse.move(box["x"] + at, box["y"] + box["height"] - 10)
        page.mouse.up()
        return int(page.evaluate(ink))

    once = stroke(15)
    twice = stroke(40)
    assert 0 < once < twice
    page.locator("#undo").click()
    until(page, f"{ink} === {once}")
    page.locator("#undo").click()
    until(page, f"{ink} === 0")
    page.locator("#redo").click()
    page.locator("#redo").click()
    until(page, f"{ink} === {twice}")


def test_what_is_shown_is_undone_and_redone_like_all_else(visit: Visit) -> None:
    page = visit()
    page.get_by_label("Show test data").check()
    until(page, "location.hash === '#look.show_test=true'")
    page.locator("body").press("Control+z")
    expect(page.get_by_label("Show test data")).not_to_be_checked()
    until(page, "location.hash === ''")
    page.locator("body").press("Control+y")
    until(page, "location.hash === '#look.show_test=true'")
    # An address is one change, with what it shows.
    page.evaluate("location.hash = '#data.kind=moons&look.discretize=true'")
    expect(page.get_by_label("Discretise output")).to_be_checked()
    until(page, "document.querySelector('[name=kind][value=moons]').checked")
    page.locator("#undo").click()
    until(page, "location.hash === '#look.show_test=true'")
    expect(page.get_by_label("Show test data")).to_be_checked()
    expect(page.get_by_label("Discretise output")).not_to_be_checked()
    page.locator("#redo").click()
    until(page, "location.hash === '#data.kind=moons&look.discretize=true'")
    expect(page.get_by_label("Show test data")).not_to_be_checked()
    # What is no experiment is said, and leaves everything as it is.
    page.evaluate("location.hash = '#circle'")
    expect(page.locator("#notes")).to_contain_text("circle is not known.")
    until(page, "location.hash === '#data.kind=moons&look.discretize=true'")


def test_weights_are_kept_only_where_they_fit(visit: Visit) -> None:
    page = visit()
    train(page, 1)
    choose(page, "digits")
    expect(page.locator("#offer")).to_contain_text("the training begins anew")
    expect(page.locator("#offer-keep")).to_be_hidden()
    page.locator("#offer-undo").click()
    expect(page.locator("#epoch")).to_have_text("1")
    choose(page, "moons")
    expect(page.locator("#offer-keep")).to_be_visible()
