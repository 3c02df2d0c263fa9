"""Values of one's own: weights that are edited in place, features and curves by formulas; a diagnosis, and a tone."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, until
from tests.browser.test_looks import violations


def label(page: Page, link: int) -> str:
    return page.locator(".links .reach").nth(link).get_attribute("aria-label") or ""


def test_a_weight_and_a_bias_are_edited_where_they_are_shown(visit: Visit) -> None:
    page = visit()
    field, undo = page.locator("#readout-input"), page.locator("#undo")
    before = label(page, 0)
    # By the keyboard.
    page.locator("[data-neuron='1.0']").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    assert violations(page) == []
    field.fill("0.75")
    field.press("Enter")
    expect(page.locator("#readout-value")).to_have_text("= 0.750")
    expect(page.locator(".links .reach").first).to_be_focused()
    expect(page.locator(".links .reach").first).to_have_attribute("aria-label", "w[1]1,1 = 0.750")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("F2")
    field.press("ArrowUp")
    expect(page.locator("#readout-name")).to_contain_text("bias of unit 1 of layer 1")
    field.press("Escape")
    expect(page.locator("#readout-value")).to_have_text("= 0.100")
    expect(page.locator("[data-neuron='1.0']")).to_be_focused()
    # The value comes next, and stays while it has the focus.
    page.keyboard.press("Tab")
    expect(page.locator("#readout-value")).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    field.press("Escape")
    expect(page.locator("[data-neuron='1.0']")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#readout-hint")).to_be_visible()
    page.locator("[data-neuron='1.0']").focus()
    # What is not allowed is said, and changes nothing.
    page.keyboard.press("F2")
    field.fill("1e9")
    field.press("Enter")
    expect(page.locator(".toast", has_text="between -1,000 and 1,000")).to_be_visible()
    expect(page.locator("#readout-value")).to_have_text("= 0.100")
    # Undo brings back the former ones.
    for _ in range(2):
        undo.click()
    expect(page.locator(".links .reach").first).to_have_attribute("aria-label", before)
    expect(undo).to_be_disabled()
    # By the pointer, while the run plays.
    page.get_by_role("button", name="Play").click()
    page.locator("[data-neuron='2.1']").click()
    page.locator("#readout-value").click()
    expect(field).to_be_focused()
    expect(page.locator("#readout-name")).to_contain_text("bias of unit 2 of layer 2")
    field.fill("-3")
    field.press("Enter")
    until(page, "document.getElementById('readout-value').textContent.startsWith('= −')")


def test_a_formula_is_a_feature_and_is_kept_in_the_address(visit: Visit) -> None:
    page = visit()
    page.get_by_role("button", name="Add a feature of your own").click()
    text, error = page.locator("#formula-text"), page.locator("#formula-error")
    expect(text).to_be_focused()
    text.fill("sin(x1")
    text.press("Enter")
    expect(error).to_have_text("At character 7: a closing parenthesis is missing.")
    assert violations(page) == []
    text.fill("x1^2 - x2")
    text.press("Enter")
    expect(text).to_be_hidden()
    own = page.locator("[data-feature='x1^2 - x2']")
    expect(own).to_have_attribute("aria-pressed", "true")
    until(page, "location.hash.includes('x1%5E2%20-%20x2')")
    expect(page.locator(".links .link")).to_have_count(3 * 4 + 4 * 2 + 2)
    page.reload()
    expect(own).to_be_visible()
    own.click()
    expect(own).to_have_count(0)
    page.locator("#undo").click()
    expect(own).to_be_visible()
    # A layer that is added while the adding button has the focus, by an answer that came late, leaves it there.
    add = page.get_by_role("button", name="Add a feature of your own")
    add.focus()
    page.evaluate("document.querySelector('.insert').click()")
    expect(page.locator(".column-head .stepper")).to_have_count(3)
    expect(add).to_be_focused()


def test_the_classes_lie_above_and_below_a_curve_of_ones_own(visit: Visit) -> None:
    page = visit("/#data.kind=curve")
    field = page.locator("#data-formula")
    expect(field).to_have_value("2*sin(x)")
    field.fill("x^2/4 - 2)")
    field.press("Enter")
    expect(page.locator(".formula .error")).to_have_text(
        "At character 10: no parenthesis is open that this one closes."
    )
    expect(field).to_have_value("2*sin(x)")
    field.fill("x^2/4 - 2")
    field.press("Enter")
    until(page, "location.hash.includes('data.formula=x%5E2%2F4%20-%202')")
    assert violations(page) == []


def test_a_diagnosis_says_what_is_wrong_and_the_loss_is_heard_while_the_run_plays(visit: Visit) -> None:
    page = visit("/#network.hidden=8,8,8,8,8,8&network.activation=sigmoid")
    page.locator("#inside > summary").click()
    first = page.locator("#diagnosis li").first
    expect(first).to_contain_text("Vanishing gradients: the gradient of a weight is")
    expect(first).to_contain_text("Try ReLU in place of sigmoid")
    assert violations(page) == []
    page.get_by_label("Activation", exact=True).select_option("tanh")
    expect(first).to_contain_text("None of the rules finds anything wrong")
    hear = page.get_by_role("button", name="Hear the loss")
    expect(hear).to_have_attribute("aria-pressed", "false")
    hear.press("Enter")
    expect(hear).to_have_attribute("aria-pressed", "true")
    assert "sounds" not in (hear.get_attribute("class") or "")
    page.get_by_role("button", name="Play").click()
    until(page, "document.getElementById('hear').classList.contains('sounds')")
    page.get_by_role("button", name="Pause").click()
    until(page, "!document.getElementById('hear').classList.contains('sounds')")
    hear.press("Enter")
    expect(hear).to_have_attribute("aria-pressed", "false")
