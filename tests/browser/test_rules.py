"""Learning rules and what is drawn of them: early stopping, the perceptron, least squares, dropout's units."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit, until
from tests.browser.test_looks import violations
from tests.browser.test_page import iteration

OVERFITTING = (
    "/#data.noise=40&data.samples=80&data.validation_share=0.25&network.hidden=16,16&optimizer.kind=adam"
    "&optimizer.learning_rate=0.03&training.patience=5&training.batch_size=7"
)


def test_early_stopping_says_so_and_can_go_on(visit: Visit) -> None:
    page = visit(OVERFITTING, theme="dark", width=360)
    page.get_by_role("button", name="Play").click()
    alert = page.locator("#alert-words")
    expect(alert).to_have_text(
        re.compile(
            r"Stopped early at step \d+: the validation loss was lowest at step \d+, whose weights are restored."
        )
    )
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(page.locator("#validation-loss")).to_have_text(re.compile(r"0\.\d+"))
    expect(page.locator("#reading")).to_contain_text("points to variance")
    expect(page.locator("#chart")).to_have_attribute("aria-label", re.compile("validation loss 0"))
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    step = iteration(page)
    page.get_by_role("button", name="Continue training").click()
    until(page, f"Number(document.getElementById('iteration').textContent.replace(',', '')) > {step}")


def test_a_run_that_has_met_its_condition_says_so_and_can_go_on(visit: Visit) -> None:
    page = visit("/#training.stop_epochs=2")
    page.locator(".more[data-more=learning] summary").click()
    accuracy = page.locator("#training-stop_accuracy")
    accuracy.fill("100")
    accuracy.press("Enter")
    until(page, "location.hash.includes('training.stop_accuracy=1')")
    page.get_by_role("button", name="Play").click()
    alert = page.locator("#alert-words")
    expect(alert).to_have_text("Stopped at step 50, as you asked: 2 epochs are over.")
    page.get_by_role("button", name="Continue training").click()
    expect(alert).to_have_text(
        re.compile(
            r"Stopped at step \d+, as you asked: 100 % of the training samples are right, at least 100 %."
        )
    )
    expect(page.locator("#train-accuracy")).to_have_text("100 % right")


def test_patience_is_offered_where_there_is_something_to_judge_by(visit: Visit) -> None:
    page = visit()
    expect(page.locator(".loss.validation")).to_be_hidden()
    expect(page.locator("#reading")).to_be_hidden()
    page.locator(".more[data-more=learning] summary").click()
    expect(page.locator("#training-patience")).to_be_hidden()
    page.locator(".more[data-more=data] summary").click()
    page.locator("#data-validation_share").fill("20")
    page.locator("#data-validation_share").press("Enter")
    expect(page.locator("#validation-loss")).to_have_text(re.compile(r"\d"))
    page.locator("#training-patience").fill("7")
    page.locator("#training-patience").press("Enter")
    until(page, "location.hash.includes('training.patience=7')")
    page.locator("#data-validation_share").fill("0")
    page.locator("#data-validation_share").press("Enter")
    until(page, "location.hash === ''")
    expect(page.locator("#training-patience")).to_be_hidden()


def test_the_perceptrons_rule_takes_the_hidden_layers_out(visit: Visit) -> None:
    page = visit("/#data.kind=gaussians")
    page.locator("#objective-loss").select_option("perceptron")
    until(
        page,
        "location.hash.includes('network.hidden=') && location.hash.includes('objective.loss=perceptron')",
    )
    expect(page.locator("[data-neuron]")).to_have_count(1)
    expect(page.get_by_text("Only a misclassified sample")).to_be_visible()
    page.get_by_role("button", name="Play").click()
    until(page, "document.getElementById('test-loss').textContent === '0'")
    page.get_by_role("button", name="Add a hidden layer").click()
    expect(page.locator(".network > .error")).to_contain_text("cannot teach hidden layers")


def test_least_squares_solves_in_one_step_and_takes_what_no_gradient_can(visit: Visit) -> None:
    page = visit("/#network.hidden=16&network.initializer=he&network.bias=0.5")
    page.get_by_label("Activation", exact=True).select_option("step")
    expect(page.locator("[data-field='network.activation'] .error")).to_contain_text(
        "gradient descent has nothing to follow"
    )
    page.get_by_label("Optimiser", exact=True).select_option("least_squares")
    expect(page.locator("#optimizer-learning_rate")).to_be_hidden()
    expect(page.locator("#training-batch_size")).to_be_hidden()
    page.get_by_label("Activation", exact=True).select_option("step")
    until(page, "location.hash.includes('network.activation=step')")
    page.get_by_role("button", name="Play").click()
    expect(page.locator("#alert-words")).to_contain_text("Solved in one step")
    expect(page.locator("#iteration")).to_have_text("1")
    expect(page.locator("#epoch")).to_have_text("1")
    loss = page.locator("#train-loss").inner_text()
    page.get_by_role("button", name="New hidden units").click()
    expect(page.locator("#train-loss")).not_to_have_text(loss)
    expect(page.locator("#alert-words")).to_contain_text("Solved in one step")
    assert violations(page) == []


def test_units_that_are_out_are_crossed_out_and_said_to_be(visit: Visit) -> None:
    page = visit("/#network.hidden=16,16&network.dropout=inverted&network.dropout_rates=0.9,0")
    expect(page.locator(".neuron.out")).to_have_count(0)
    page.get_by_role("button", name="One iteration").click()
    expect(page.locator("#iteration")).to_have_text("1")
    until(page, "document.querySelectorAll('.neuron.out').length >= 8")
    layers = page.locator(".neuron.out").evaluate_all(
        "all => all.map(each => each.dataset.neuron.split('.')[0])"
    )
    assert set(layers) == {"1"}
    expect(page.locator(".neuron.out").first).to_have_attribute(
        "aria-label", re.compile("dropped in this step")
    )
    expect(page.locator(".link.out").first).to_be_attached()
    assert violations(page) == []
    page.locator(".more[data-more=network] summary").click()
    expect(page.get_by_label("Dropout rate", exact=True).first).to_have_value("")
    page.get_by_label("Dropout rate of layer 2").fill("90")
    page.get_by_label("Dropout rate of layer 2").press("Enter")
    until(
        page, "location.hash.includes('network.dropout_rate=0.9') && !location.hash.includes('dropout_rates')"
    )


def test_centre_loss_is_offered_beside_softmax_and_goes_with_it(visit: Visit) -> None:
    page = visit("/#data.kind=blobs")
    page.locator(".more[data-more=learning] summary").click()
    weight, rate = page.locator("#objective-center_weight"), page.locator("#objective-center_rate")
    expect(weight).to_be_hidden()
    page.locator("#objective-loss").select_option("softmax")
    expect(weight).to_be_visible()
    expect(rate).to_be_hidden()
    weight.fill("0.1")
    weight.press("Enter")
    expect(rate).to_be_visible()
    page.get_by_role("button", name="Play").click()
    until(page, "Number(document.getElementById('test-loss').textContent) < 0.3")
    page.locator("#objective-loss").select_option("hinge")
    until(page, "location.hash.includes('objective.loss=hinge') && !location.hash.includes('center_weight')")
    expect(rate).to_be_hidden()
