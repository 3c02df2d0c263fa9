"""The worked example: what it says of the next step is what the next step does, and its formulas keep to the policy."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.app.client import Message
from tests.browser.conftest import Visit, drawn, follow, until, wait_for
from tests.browser.test_inside import frames_of
from tests.browser.test_looks import violations

OPEN = "document.querySelector('#worked > summary').click()"
SET = "document.querySelectorAll('#worked-update .katex').length > 0"


def opened(page: Page) -> Page:
    page.evaluate(OPEN)
    until(page, SET)
    return page


def shown(page: Page, column: int) -> list[float]:
    cells = page.locator(f"#worked-parameters tbody td:nth-child({column})").all_inner_texts()
    return [float(text.replace("−", "-")) for text in cells]


def test_what_is_after_the_step_is_what_the_next_frame_has(visit: Visit) -> None:
    frames: list[Message] = []
    page = opened(visit("/#optimizer.kind=adam", before=lambda page: frames_of(page, frames)))
    page.locator("[name=worked-unit][value='1.1']").click()
    expect(page.locator("#worked-parameters tbody tr")).to_have_count(5)
    worked = frames[-1]["worked"]
    assert (worked["layer"], worked["unit"], worked["step"]) == (1, 1, 0)
    before, after = frames[-1].arrays["worked_parameters"][:, [0, -1]].T
    assert shown(page, 2) == pytest.approx(before.tolist(), rel=6e-4)
    assert shown(page, 4) == pytest.approx(after.tolist(), rel=6e-4)
    page.click("#step")
    expect(page.locator("#worked-state")).to_contain_text("After iteration 1.")
    # theta: W[1] (4, 2) and b[1], row 1 of W[2] (2, 4), and b[2]
    theta = frames[-1].arrays["theta"]
    assert [*theta[16:20], theta[21]] == after.tolist()
    assert shown(page, 2) == pytest.approx(after.tolist(), rel=6e-4)


def test_a_long_sum_opens_to_its_terms_by_key(visit: Visit) -> None:
    page = opened(visit("/#training.batch_size=7"))
    expect(page.locator(".worked-sheet .formula").first).to_have_css("display", "block")
    summary = page.locator("[data-line=gradient] .terms > summary")
    expect(summary).to_have_text("All 7 terms")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-line=gradient] .terms li .katex")).to_have_count(7)
    row = page.locator("#worked-parameters input")
    row.first.focus()
    page.keyboard.press("ArrowDown")
    until(page, "document.querySelectorAll('#worked-parameters input')[1].checked")
    until(page, "document.querySelector('[data-line=update] annotation').textContent.includes('w_{12}')")


def test_any_sample_by_its_number_or_by_a_click_on_the_map(visit: Visit) -> None:
    page = opened(visit())
    page.locator("#worked .segments label").nth(1).click()
    expect(page.locator("#worked-sample")).to_be_visible()
    page.fill("#worked-sample", "17")
    page.keyboard.press("Enter")
    expect(page.locator("#worked-state")).to_contain_text("sample 17 alone")
    # No number is cut to a whole one: the control says what it takes.
    page.locator("#worked-sample").evaluate(
        "input => input.addEventListener('invalid', () => (window.isSaid = true))"
    )
    page.fill("#worked-sample", "4.5")
    page.locator("#worked-sample").dispatch_event("change")
    until(page, "window.isSaid")
    expect(page.locator("#worked-state")).to_contain_text("sample 17 alone")
    page.click("#worked-next")
    expect(page.locator("#worked-state")).to_contain_text("sample 18 alone")
    page.evaluate("scrollTo(0, 0)")
    box = page.locator(".sample-ring").bounding_box()
    assert box
    page.fill("#worked-sample", "400")
    page.keyboard.press("Enter")
    expect(page.locator("#worked-state")).to_contain_text("it does not learn from it")
    expect(page.locator("#worked-backward")).to_be_hidden()
    page.evaluate("scrollTo(0, 0)")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#worked-state")).to_contain_text("sample 18 alone")


def test_softmax_shows_the_probability_of_every_class(visit: Visit) -> None:
    frames: list[Message] = []
    address = "/#data.kind=blobs&data.classes=5&objective.loss=softmax"
    page = opened(visit(address, before=lambda page: frames_of(page, frames)))
    expect(page.locator("#worked-probabilities li")).to_have_count(5)
    shown = [float(text) for text in page.locator("#worked-probabilities .value").all_inner_texts()]
    assert shown == pytest.approx(frames[-1].arrays["worked_a"][-5:].tolist(), abs=6e-4)
    own = int(frames[-1].arrays["worked_targets"].argmax())
    expect(page.locator("#worked-probabilities .own .name")).to_have_text(f"class {own}, its own")


def test_it_is_loaded_when_first_opened_and_stays_open(visit: Visit) -> None:
    asked: list[str] = []
    page = visit(before=lambda page: page.on("request", lambda request: asked.append(request.url)))
    assert not any("katex" in url.lower() for url in asked)
    page.locator("#worked > summary").focus()
    page.keyboard.press("Enter")
    until(page, SET)
    assert sum("katex.js" in url for url in asked) == 1
    page.reload()
    until(page, SET)


WHATEVER = [
    "#network.hidden=3,3&network.activation=prelu&network.normalization=batch&network.dropout=inverted"
    "&optimizer.clip_norm=0.01",
    "#network.hidden=3,3&network.activations=gelu,elu&network.dropout=classic&objective.regularization=l1"
    "&objective.regularization_rate=0.2&optimizer.kind=adamw&optimizer.schedule=cosine",
    "#network.hidden=3,3&network.activations=silu,softplus&objective.regularization=l1"
    "&objective.regularization_rate=0.05&optimizer.kind=nesterov&optimizer.warmup=9",
    "#network.hidden=3,3&network.activations=leaky_relu,relu&objective.loss=hinge&optimizer.kind=rmsprop"
    "&optimizer.schedule=step",
    "#network.hidden=3,3&network.activations=sigmoid,linear&objective.loss=cross_entropy&optimizer.kind=adagrad",
    "#data.kind=blobs&network.hidden=3,3&objective.loss=softmax&objective.center_weight=0.5"
    "&optimizer.schedule=exponential",
    "#data.kind=plane&network.hidden=3,3&objective.regularization=l2&optimizer.kind=momentum"
    "&optimizer.schedule=inverse_sqrt",
    "#network.hidden=3,3&network.activation=step&optimizer.kind=least_squares",
    "#network.hidden=&objective.loss=perceptron",
]


def test_every_formula_is_understood_whatever_is_trained(visit: Visit) -> None:
    page = opened(visit())
    for experiment in WHATEVER:
        follow(page, experiment)
        for unit in page.locator("[name=worked-unit]").all()[::3]:
            unit.click()
            expect(
                unit
            ).to_be_checked()  # the engine's answer says so, and an older one may have come in between
            drawn(page)
            assert page.locator("#worked .katex-error").count() == 0, experiment
            formulas = " ".join(page.locator("#worked annotation").all_text_contents())
            assert formulas and "undefined" not in formulas and "NaN" not in formulas, experiment


@pytest.mark.parametrize(("theme", "width", "locale"), [("light", 1280, "en-GB"), ("dark", 360, "zh-CN")])
def test_axe_finds_nothing_in_it_and_nothing_sticks_out(
    visit: Visit, theme: Literal["light", "dark"], width: int, locale: str
) -> None:
    page = opened(
        visit(
            "/#network.hidden=16,16&network.normalization=batch&optimizer.kind=adamw&network.dropout=inverted",
            theme=theme,
            width=width,
            locale=locale,
        )
    )
    page.evaluate("for (const terms of document.querySelectorAll('.terms:not([hidden])')) terms.open = true")
    drawn(page)
    assert violations(page, "#worked") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


SEES = (
    "data.kind=digits&data.samples=60&objective.loss=softmax&training.batch_size=4&network.layers="
    "[{'kind':'convolution','channels':3,'kernel':5,'padding':'same'},{'kind':'batch_normalization'},"
    "{'kind':'activation','function':'relu'},{'kind':'pooling'},"
    "{'kind':'residual','layers':[{'kind':'convolution','channels':4,'stride':2,'padding':1}]},"
    "{'kind':'upsampling'},{'kind':'transposed_convolution','channels':2,'kernel':2,'stride':2},"
    "{'kind':'dropout'},{'kind':'inception','branches':[[],[{'kind':'convolution','channels':2,'kernel':1}]]},"
    "{'kind':'pooling','function':'average'},{'kind':'global_average'},{'kind':'dense','units':4},{'kind':'activation'}]"
)


def test_every_layer_of_a_network_that_sees_is_worked_out_by_key(visit: Visit) -> None:
    frames: list[Message] = []
    page = visit(f"/#{SEES}", width=360, before=lambda page: frames_of(page, frames))
    page.evaluate(OPEN)
    until(page, "document.querySelectorAll('#worked-forward .katex').length > 0")
    layer = page.locator("#worked-layer")
    count = layer.locator("option").count()
    assert count == len(frames[-1]["worked"]["layers"]) > 10
    for number in range(1, count, 3):
        layer.select_option(str(number))
        wait_for(page, lambda number=number: frames[-1].header.get("worked", {}).get("layer") == number)  # type: ignore[misc]
        until(page, f"document.getElementById('worked-layer').value === '{number}'")
        drawn(page)
        assert page.locator("#worked .katex-error").count() == 0
        formulas = " ".join(page.locator("#worked annotation").all_text_contents())
        assert "undefined" not in formulas and "NaN" not in formulas
        # A layer has the number of its weights, in the choice as in the formulas.
        weights = re.findall(r"\{W\^\{\[(\d+)\]", formulas)
        name = layer.locator("option").nth(number).inner_text()
        assert not weights or re.match(r"\d+", name)[0] == weights[0]  # type: ignore[index]
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    layer.select_option("0")
    wait_for(page, lambda: frames[-1].header.get("worked", {}).get("layer") == 0)
    until(page, "document.getElementById('worked-layer').value === '0'")
    page.fill("#worked-row", "7")
    page.keyboard.press("Enter")
    page.fill("#worked-weight-v", "4")
    page.keyboard.press("Enter")
    wait_for(page, lambda: frames[-1].header.get("worked", {}).get("parameter") == 3)
    worked = frames[-1]["worked"]
    assert worked["place"][1] == 6
    until(page, "document.querySelector('#worked-parameters .chosen input')?.value === '3'")
    before, after = frames[-1].arrays["worked_parameters"][3, [0, -1]]
    chosen = page.locator("#worked-parameters .chosen td").all_inner_texts()
    shown = [float(text.replace("−", "-")) for text in chosen]
    assert [shown[0], shown[2]] == pytest.approx([before, after], rel=6e-4)
    page.locator("[data-line=share] .terms > summary").click()
    expect(page.locator("[data-line=share] .terms li")).to_have_count(101)
    assert violations(page) == []
