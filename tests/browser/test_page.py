"""What a person does on the page, done in Chromium with the real server behind it."""

import json
import math
import re

import numpy as np
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.app.client import Message, read
from tests.browser.conftest import Visit, drawn, until, wait_for
from tests.browser.test_inside import standing
from tests.browser.test_looks import violations


def pixels(page: Page, points: list[tuple[float, float]]) -> list[tuple[int, int]]:
    """Red and blue of the large map at points of the plane."""
    found = page.evaluate(
        """points => {
          const canvas = document.querySelector("#map canvas.values");
          const all = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
          const at = value => Math.min(canvas.width - 1, Math.floor((value + 6) / 12 * canvas.width));
          return points.map(([x1, x2]) => {
            const place = 4 * ((canvas.height - 1 - at(x2)) * canvas.width + at(x1));
            return [all[place], all[place + 2]];
          });
        }""",
        points,
    )
    return [(red, blue) for red, blue in found]


def iteration(page: Page) -> int:
    return int(page.locator("#iteration").inner_text().replace(",", ""))


def experiment_in(page: Page) -> str:
    return str(page.evaluate("decodeURIComponent(location.hash)"))


def test_the_boundary_closes_around_the_blue_points(visit: Visit) -> None:
    page = visit()
    expect(page.locator("[data-neuron]")).to_have_count(7)
    page.get_by_role("button", name="Play").click()
    until(page, "Number(document.getElementById('test-loss').textContent) < 0.02")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    inner = [(0.0, 0.0), (1.2, 0.0), (-0.8, 0.8)]
    outer = [(4.4 * math.cos(angle), 4.4 * math.sin(angle)) for angle in range(6)]
    found = pixels(page, inner + outer)
    assert all(blue > red + 40 for red, blue in found[: len(inner)])
    assert all(red > blue + 40 for red, blue in found[len(inner) :])


def test_steps_reset_and_new_weights(visit: Visit) -> None:
    page = visit()
    loss = page.locator("#test-loss").inner_text()
    page.get_by_role("button", name="One iteration").click()
    expect(page.locator("#iteration")).to_have_text("1")
    page.get_by_role("button", name="One epoch").click()
    expect(page.locator("#iteration")).to_have_text("25")  # the rest of the epoch
    page.get_by_role("button", name="Reset to the same initial weights").click()
    expect(page.locator("#iteration")).to_have_text("0")
    expect(page.locator("#test-loss")).to_have_text(loss)
    seed = page.get_by_label("Seed", exact=True).input_value()
    links = page.locator(".links:has(path)").first.inner_html()
    page.get_by_role("button", name="New weights").click()
    expect(page.get_by_label("Seed", exact=True)).not_to_have_value(seed)
    # Two seeds may agree in three digits of the loss, but not in the widths of all links.
    until(page, f"document.querySelector('.links:has(path)').innerHTML !== {json.dumps(links)}")


def test_the_network_is_changed_where_it_stands(visit: Visit) -> None:
    page = visit()
    page.get_by_role("button", name="One unit more in layer 1").click()
    expect(page.locator("[data-neuron^='1.']")).to_have_count(5)
    page.get_by_role("button", name="Add a hidden layer").first.click()
    expect(page.locator("[data-neuron]")).to_have_count(13)
    page.get_by_role("button", name="Remove layer 3").click()
    expect(page.locator("[data-neuron]")).to_have_count(11)
    page.get_by_role("group", name="Features").get_by_role("button", name="x₁²").click()
    page.get_by_label("Activation", exact=True).select_option("relu")
    until(page, "location.hash.includes('relu')")
    assert "network.hidden=5,5" in experiment_in(page)
    assert "data.features=x1,x2,x1_squared" in experiment_in(page)
    expect(page.locator(".links .link")).to_have_count(3 * 5 + 5 * 5 + 5)

    page.reload()
    expect(page.get_by_label("Activation", exact=True)).to_have_value("relu")
    expect(page.locator("[data-neuron]")).to_have_count(11)


def test_the_network_is_read_by_keyboard(visit: Visit) -> None:
    page = visit()
    page.locator("[data-neuron='1.0']").focus()
    expect(page.locator("#output-title")).to_contain_text("Layer 1, unit 1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#output-title")).to_contain_text("Layer 2, unit 2")
    until(page, "document.querySelector('#map canvas.values').width >= 200")
    page.keyboard.press("Enter")
    expect(page.locator("#readout")).to_contain_text("from unit 1 of layer 1 to unit 2 of layer 2")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#readout")).to_contain_text("from unit 2 of layer 1")
    expect(page.locator(".links .link.shown")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("[data-neuron='2.1']")).to_be_focused()
    page.get_by_role("button", name="Play").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Pause")).to_be_focused()


COURSE = (
    "data.kind=moons&data.standardize=true&network.activations=relu,prelu&network.slope=0.25&network.normalization=batch"
    "&network.dropout=inverted&network.dropout_rate=0.1&optimizer.kind=adam&optimizer.learning_rate=0.01"
    "&optimizer.schedule=exponential&optimizer.period=3000"
)


def test_every_weight_and_shift_that_is_read_is_the_engines(visit: Visit) -> None:
    frames: list[Message] = []

    def hear(data: str | bytes) -> None:
        assert isinstance(data, bytes)
        message = read(data)
        if message["type"] == "frame":
            frames.append(message)

    page = visit(
        f"/#{COURSE}",
        before=lambda page: page.on("websocket", lambda socket: socket.on("framereceived", hear)),
    )
    page.get_by_role("button", name="Play").click()
    until(page, "Number(document.getElementById('test-loss').textContent) < 0.15")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    until(page, "document.querySelector('#map canvas.values').width > 150")
    theta = standing(page, frames).arrays["theta"]
    assert iteration(page) == frames[-1]["step"]
    # 2-4-2-1: W[1] (4, 2), b[1], W[2] (2, 4), b[2], W[3] (1, 2), b[3]; then γ and β of layer 1, of layer 2, its slopes.
    assert theta.shape == (12 + 10 + 3 + 8 + 4 + 2,)
    weights = np.concatenate([theta[:8], theta[12:20], theta[22:24]])
    shifts = np.concatenate([theta[29:33], theta[35:37], theta[24:25]])

    def spoken(selector: str) -> list[float]:
        labels = [element.get_attribute("aria-label") or "" for element in page.locator(selector).all()]
        return [float(label.split("= ")[1].split(",")[0].replace("−", "-")) for label in labels]

    np.testing.assert_allclose(spoken(".links .reach"), weights, rtol=0.006, atol=6e-4)
    np.testing.assert_allclose(spoken("[data-neuron]"), shifts, rtol=0.006, atol=6e-4)
    page.locator("[data-neuron='1.2']").focus()
    expect(page.locator("#readout")).to_contain_text("shift of unit 3 of layer 1 β[1]3")
    rate = 0.01 * 0.5 ** (iteration(page) / 3000)
    shown = page.locator(".now").inner_text().removeprefix("now ")
    assert math.isclose(float(shown), rate, rel_tol=0.02)


def test_an_address_holds_every_choice(visit: Visit) -> None:
    page = visit(f"/#{COURSE}&optimizer.warmup=30&optimizer.clip_norm=5&network.bias=0.1")
    until(page, "document.getElementById('optimizer-kind').value === 'adam'")
    wanted = sorted(f"{COURSE}&optimizer.warmup=30&optimizer.clip_norm=5&network.bias=0.1".split("&"))
    page.get_by_role("button", name="One iteration").click()
    expect(page.locator("#iteration")).to_have_text("1")
    assert sorted(experiment_in(page).removeprefix("#").split("&")) == wanted
    page.reload()
    expect(page.locator("#network-activation")).to_have_value("")
    assert sorted(experiment_in(page).removeprefix("#").split("&")) == wanted


def test_choices_are_shown_where_they_apply(visit: Visit) -> None:
    page = visit()
    momentum, decay = page.locator("#optimizer-momentum"), page.locator("#optimizer-weight_decay")
    expect(momentum).to_be_hidden()
    page.get_by_label("Optimiser", exact=True).select_option("adamw")
    expect(momentum).to_be_visible()
    expect(decay).to_be_visible()
    expect(page.get_by_text("every weight shrinks a little")).to_be_visible()
    page.get_by_label("Optimiser", exact=True).select_option("momentum")
    expect(decay).to_be_hidden()

    expect(page.locator("#network-dropout")).to_be_hidden()
    page.locator(".more[data-more=network] summary").click()
    expect(page.locator("#network-dropout_rate")).to_be_hidden()
    page.get_by_label("Dropout", exact=True).select_option("classic")
    expect(page.locator("#network-dropout_rate")).to_be_visible()
    page.get_by_label("Layer 2", exact=True).select_option("leaky_relu")
    expect(page.locator("#network-slope")).to_be_visible()
    expect(page.get_by_label("Activation", exact=True)).to_have_value("")
    page.get_by_role("button", name="Add a hidden layer").last.click()
    until(page, "location.hash.includes('activations=tanh,leaky_relu,leaky_relu')")
    page.get_by_label("Activation", exact=True).select_option("relu")
    expect(page.get_by_label("Layer 3", exact=True)).to_have_value("relu")
    expect(page.locator("#network-slope")).to_be_hidden()

    page.reload()
    expect(page.locator("#network-dropout_rate")).to_be_visible()
    expect(page.locator(".more[data-more=network] .count")).to_have_text("1")
    expect(page.locator("#data-seed")).to_be_hidden()


def test_a_diverged_run_says_so_and_offers_a_way_on(visit: Visit) -> None:
    page = visit("/#data.kind=plane&network.activation=relu&optimizer.learning_rate=10", theme="dark")
    page.get_by_role("button", name="Play").click()
    said = re.compile(
        r"The loss became infinite at step (\d+): try a smaller learning rate.\s*"
        r"The page shows step (\d+), whose loss is finite."
    )
    expect(page.locator("#alert")).to_contain_text(said)
    found = said.search(page.locator("#alert").inner_text())
    assert found
    expect(page.locator("#iteration")).to_have_text(found[2])
    assert int(found[2]) < int(found[1])
    expect(page.get_by_role("button", name="Play")).to_be_disabled()
    assert violations(page) == []
    assert "NaN" not in page.locator("body").inner_text()
    page.get_by_role("button", name="Restart with learning rate 1").click()
    expect(page.get_by_label("Learning rate").first).to_have_value("1")


def test_what_the_server_refuses_is_said_beside_the_control(visit: Visit) -> None:
    page = visit()
    batch = page.locator("#training-batch_size")
    batch.fill("400")
    batch.press("Enter")
    expect(page.locator("[data-field='training.batch_size'] .error")).to_contain_text("250")
    expect(batch).to_have_value("10")
    batch.fill("0")
    batch.press("Enter")
    expect(page.locator("[data-field='training.batch_size'] .error")).to_have_text(
        "Enter a number from 1 to 5,000."
    )
    # Bounds are told as people write them.
    page.locator("#data-test_share").fill("95")
    page.locator("#data-test_share").press("Enter")
    expect(page.locator("[data-field='data.test_share'] .error")).to_have_text(
        "Enter a number from 10 to 90."
    )


def test_what_is_typed_into_a_number_field_is_read_as_it_stands_or_refused(visit: Visit) -> None:
    page = visit("/#network.hidden=3")
    batch, error = (
        page.locator("#training-batch_size"),
        page.locator("[data-field='training.batch_size'] .error"),
    )
    # The field would leave out the comma, and the x, and read 15 and 10.
    for typed, shown, said in (
        ("1,5", "1.5", "Enter a whole number."),
        ("1.5", "1.5", "Enter a whole number."),
        ("0x10", "010", "Enter a number."),
        ("1,000", "1.000", "The training set has only 250 samples: a batch of 1,000 is too large."),
    ):
        batch.fill("")
        batch.press_sequentially(typed)
        expect(batch).to_have_value(shown)
        batch.press("Enter")
        expect(error).to_have_text(said)
        expect(batch).to_have_value("10")
    batch.fill("")
    batch.press_sequentially("1x")
    batch.press("Backspace")
    batch.press_sequentially("20")
    batch.press("Enter")
    until(page, "location.hash.includes('training.batch_size=20')")


def test_what_one_types_stays_when_an_earlier_change_is_answered(visit: Visit) -> None:
    page = visit("/#network.hidden=3")
    samples = page.locator("#data-samples")
    for typed, key in (("70", "Escape"), ("80", "Tab")):
        before = page.url
        samples.fill(typed)
        page.locator("[data-die=data]").dispatch_event("click")  # another change, while the focus stays
        until(page, f"location.href !== {before!r}")
        drawn(page)
        expect(samples).to_have_value(typed)
        samples.press(key)
        expect(samples).to_have_value({"Escape": "500", "Tab": "80"}[key])
    until(page, "location.hash.includes('data.samples=80')")


def test_a_chinese_browser_gets_chinese_and_what_the_server_refuses_in_it(visit: Visit) -> None:
    page = visit("/#data.kind=plane&objective.loss=hinge", locale="zh-CN")
    expect(page.get_by_role("button", name="播放")).to_be_visible()
    expect(page.locator("#notes")).to_contain_text("此损失函数需要类别")
    page.locator("#training-batch_size").fill("400")
    page.locator("#training-batch_size").press("Enter")
    expect(page.locator("[data-field='training.batch_size'] .error")).to_have_text(
        re.compile("训练集只有 250 个样本")
    )


def test_regression_brings_its_own_data_and_loss(visit: Visit) -> None:
    page = visit("/#objective.loss=cross_entropy")
    page.get_by_label("Regression").check()
    until(page, "location.hash === '#data.kind=plane'")
    expect(page.get_by_label("Hills")).to_be_visible()
    expect(page.get_by_label("Spiral", exact=True)).to_be_hidden()


def test_the_language_changes_and_the_experiment_stays(visit: Visit) -> None:
    page = visit("/#data.kind=xor")
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("button", name="播放")).to_be_visible()
    expect(page.get_by_label("异或")).to_be_checked()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_an_address_of_tensorflow_playground_opens(visit: Visit) -> None:
    page = visit(
        "/#activation=relu&dataset=gauss&networkShape=3&learningRate=0.01&xTimesY=true&showTestData=true"
    )
    expect(page.get_by_label("Two Gaussians")).to_be_checked()
    expect(page.get_by_label("Learning rate").first).to_have_value("0.01")
    expect(page.get_by_label("Show test data")).to_be_checked()
    expect(page.locator("[data-neuron]")).to_have_count(4)


def test_an_address_that_cannot_be_is_explained(visit: Visit) -> None:
    page = visit("/#network.hidden=4,999999")
    expect(page.locator("#notes")).to_contain_text("16 units at most")
    expect(page.locator("[data-neuron]")).to_have_count(21)


def test_a_lost_connection_comes_back_and_training_went_on(visit: Visit) -> None:
    sockets: list[WebSocketRoute] = []

    def relay(page: Page) -> None:
        def through(socket: WebSocketRoute) -> None:
            socket.connect_to_server()
            sockets.append(socket)

        page.route_web_socket(re.compile(r"/live$"), through)

    page = visit(before=relay)
    page.get_by_role("button", name="Play").click()
    until(page, "Number(document.getElementById('iteration').textContent) > 20")
    sockets[0].close()
    expect(page.locator("#trouble")).to_contain_text("The connection is lost")
    seen = iteration(page)
    expect(page.locator("#trouble")).to_be_hidden()
    wait_for(page, lambda: iteration(page) > seen)
    assert len(sockets) > 1
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
