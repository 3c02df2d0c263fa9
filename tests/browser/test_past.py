"""The slider along the curve goes to any moment of the past, and everything shows it; from there, one goes on."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit, until
from tests.browser.test_looks import violations


def test_one_goes_back_along_the_curve_and_on_from_there(visit: Visit) -> None:
    page = visit()
    slider, then = page.locator("#moment"), page.locator(".then")
    back, epoch_back = page.locator("#step-back"), page.locator("#epoch-back")
    iteration, loss = page.locator("#iteration"), page.locator("#test-loss")
    for button in (back, epoch_back):
        expect(button).to_be_disabled()
    losses = {}
    for epoch in range(1, 5):
        page.locator("#epoch-step").click()
        expect(iteration).to_have_text(str(25 * epoch))
        losses[25 * epoch] = loss.inner_text()
    expect(slider).to_be_visible()
    expect(then).to_be_hidden()
    expect(slider).to_have_attribute("aria-valuetext", "iteration 100 of 100")

    # Along the curve: half of it is iteration 50.
    box = slider.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(iteration).to_have_text(re.compile("^(49|50|51)$"))
    expect(then).to_contain_text(re.compile("Iteration (49|50|51) of 100"))
    # By keys, and by the buttons: quick clicks count one from the other.
    until(page, "document.activeElement.id === 'moment'")
    slider.press("Home")
    expect(iteration).to_have_text("0")
    slider.press("End")
    expect(iteration).to_have_text("100")
    expect(then).to_be_hidden()
    expect(loss).to_have_text(losses[100])
    for _ in range(3):
        back.click()
    page.locator("#step").click()
    expect(then).to_contain_text("Iteration 98 of 100")
    page.locator("body").press("Shift+ArrowLeft")
    page.locator("body").press("Shift+ArrowLeft")
    expect(then).to_contain_text("Iteration 50 of 100")
    expect(loss).to_have_text(losses[50])
    expect(page.locator("#undo")).to_be_disabled()
    assert violations(page, ".curve") == []

    # Another learning rate from here on: the curve that was left stays, and undo leads back to it.
    rate = page.locator("#optimizer-learning_rate")
    rate.fill("0.3")
    rate.press("Enter")
    expect(then).to_be_hidden()
    expect(page.locator("#moments [role=status]")).to_contain_text("goes on from there")
    page.locator("#epoch-step").click()
    expect(iteration).to_have_text("75")
    expect(slider).to_have_attribute("max", "75")
    page.locator("#undo").click()
    expect(rate).to_have_value("0.1")
    expect(iteration).to_have_text("75")  # what was learned since stays, as ever
    page.locator("#undo").click()
    expect(iteration).to_have_text("100")
    expect(loss).to_have_text(losses[100])
    expect(slider).to_have_attribute("max", "100")

    # On a phone, too, a button leads back to the present.
    page.set_viewport_size({"width": 360, "height": 740})
    epoch_back.click()
    expect(then).to_contain_text("Iteration 75 of 100")
    page.get_by_role("button", name="Back to the present").click()
    expect(iteration).to_have_text("100")
    expect(then).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
