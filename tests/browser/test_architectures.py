"""Networks of pictures on the page: an architecture is chosen, trains, shows its channels, and is undone."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, drawn, until
from tests.browser.test_digits import draw_a_seven
from tests.browser.test_looks import violations

DIGITS = "data.kind=digits&data.samples=200&network.hidden=20&objective.loss=softmax&training.batch_size=30"
PAINTED = """(() => { const canvas = document.querySelector("[data-neuron='1.2'] canvas");
  return canvas.width + " " + canvas.toDataURL(); })()"""


def painted(page: Page) -> str:
    return str(page.evaluate(PAINTED))


def test_lenet_is_chosen_trains_is_watched_and_left_again(visit: Visit) -> None:
    page = visit(f"/#{DIGITS}")
    choice = page.locator("#architecture-choice")
    expect(choice).to_have_value("dense")
    choice.select_option("lenet5")
    expect(page.locator("#architecture-about")).to_contain_text("61,706 parameters")
    expect(page.locator("#architecture-about")).to_contain_text("Adam with a learning rate of 0.001")
    expect(page.locator(".column-head.staged")).to_have_count(4)
    expect(page.locator(".column-head.staged").first).to_contain_text("conv 5×5")
    expect(page.locator(".column-head.staged").first).to_contain_text("6×28×28")
    expect(page.locator("#network-activation")).to_be_hidden()  # a list has its own
    # Those that are new stand where a reader of the page expects them: layer after layer.
    order = page.locator(".neuron").evaluate_all(
        "all => all.map((each) => each.dataset.neuron.split('.').map(Number))"
    )
    assert order == sorted(order)
    until(page, f"{PAINTED}.startsWith('28 ')")  # of the first sample, before it trains
    before, loss = painted(page), float(page.locator("#train-loss").inner_text())
    page.click("#play")
    until(page, f"Number(document.getElementById('train-loss').textContent) < {0.8 * loss}")
    until(page, f"{PAINTED} !== {before!r}")
    page.click("#play")
    expect(page.locator("#play")).to_have_accessible_name("Play")
    then = painted(page)
    draw_a_seven(page)
    until(page, f"{PAINTED} !== {then!r}")
    expect(page.locator(".answer")).to_have_text(re.compile("Prediction: "))
    page.locator("[data-neuron='1.2']").focus()
    expect(page.locator("#output-title")).to_contain_text("Layer 1, channel 3")
    expect(page.locator("#cell")).to_be_visible()
    assert violations(page) == []

    page.get_by_role("button", name="One channel more in layer 1").click()
    expect(page.get_by_label("Channels of layer 1")).to_have_value("7")
    expect(choice).to_have_value("own")
    page.click("#undo")
    expect(choice).to_have_value("lenet5")
    choice.select_option("dense")
    expect(page.get_by_label("Units of layer 1")).to_have_value("20")
    expect(page.locator(".column-head.staged")).to_have_count(0)
    page.click("#undo")
    expect(choice).to_have_value("lenet5")


def test_another_architecture_begins_anew_says_so_and_can_be_undone(visit: Visit) -> None:
    page = visit("/#data.kind=shapes&data.side=16&data.samples=40&training.batch_size=5")
    choice, offer = page.locator("#architecture-choice"), page.locator("#offer")
    choice.select_option("plain_8")
    expect(page.locator("#architecture-about")).to_contain_text("parameters")
    expect(offer).to_be_hidden()  # Nothing is learned yet.
    page.click("#step")
    expect(page.locator("#iteration")).to_have_text("1")
    choice.select_option("resnet_8")
    expect(offer).to_contain_text("Another architecture: the training begins anew.")
    expect(page.locator("#offer-keep")).to_be_hidden()
    expect(page.locator("#iteration")).to_have_text("0")
    page.locator("#offer-undo").click()
    expect(choice).to_have_value("plain_8")
    expect(page.locator("#iteration")).to_have_text("1")
    # On a phone the words below the maps are not over them.
    page.set_viewport_size({"width": 360, "height": 780})
    drawn(page)
    inside = """(() => { const [words, foot] = ["#readout", ".readout"].map((name) =>
        document.querySelector(name).getBoundingClientRect());
      return words.top >= foot.top && words.bottom <= foot.bottom; })()"""
    assert page.evaluate(inside)


def test_other_data_leave_it_and_find_it_again(visit: Visit) -> None:
    page = visit(f"/#{DIGITS}")
    choice = page.locator("#architecture-choice")
    choice.select_option("googlenet_small")
    expect(page.locator(".blocks .frame")).to_have_count(3)
    page.get_by_label("Circle").check(force=True)
    expect(page.locator("[data-neuron]")).to_have_count(4 + 2 + 1)
    expect(choice).to_be_hidden()
    page.get_by_label("Digits").check(force=True)
    expect(choice).to_have_value("googlenet_small")
    page.get_by_label("Logic").check(force=True)
    expect(choice).to_be_hidden()
    assert page.locator(".error:visible").count() == 0


def test_layers_are_edited_tried_and_trained(visit: Visit) -> None:
    page = visit(f"/#{DIGITS}", expected="422")
    page.click("#open-layers")
    rows = page.locator("#layers-list > li")
    expect(rows).to_have_count(2)  # the hidden layer and its function
    page.locator("#layers-kind").select_option("convolution")
    page.click("#add-layer")
    expect(rows.nth(2).locator(".error")).to_contain_text("pictures")
    expect(page.locator("#take-layers")).to_be_disabled()
    for number in (2, 1):
        page.get_by_role("button", name=f"Move up: layer {number + 1}: convolution").press("Enter")
        expect(page.get_by_role("button", name=f"Move up: layer {number}: convolution")).to_be_focused()
    expect(rows.first.locator(".measure")).to_have_text("gives 16×26×26, 160 parameters")
    kernel = page.get_by_label("Kernel, layer 1: convolution")
    kernel.fill("12")
    kernel.press("Tab")
    expect(rows.first.locator(".error")).to_contain_text("11 at most")
    kernel.fill("5")
    kernel.press("Tab")
    expect(rows.first.locator(".measure")).to_have_text("gives 16×24×24, 416 parameters")
    assert violations(page, "#layers") == []
    page.click("#take-layers")
    expect(page.locator("#layers")).to_be_hidden()
    expect(page.locator(".column-head.staged .title").first).to_contain_text("conv 5×5")
    until(page, "decodeURIComponent(location.hash).includes(\"'kernel':5\")")
    page.click("#undo")
    expect(page.locator("#architecture-choice")).to_have_value("dense")


def test_what_does_not_fit_is_refused_and_plans_are_read(visit: Visit) -> None:
    page = visit(f"/#{DIGITS}&data.side=8", theme="dark", locale="zh-CN")
    choice = page.locator("#architecture-choice")
    expect(choice.locator("option")).to_have_count(18)
    choice.select_option("lenet5")
    expect(page.locator("#architecture .error")).to_contain_text("(W - F + 2P)/S + 1")
    expect(choice).to_have_value("dense")
    page.click("#open-plans")
    page.locator("#plan-choice").select_option("vgg16")
    expect(page.locator("#plan-about")).to_contain_text("138,357,544")
    expect(page.locator("#plan-rows tr")).to_have_count(38)
    assert violations(page, "#plans") == []
