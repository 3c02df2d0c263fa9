"""A challenge in browsers: from its sentences to the podium."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit, until
from tests.browser.test_classroom import OPENED, joined, opened
from tests.browser.test_looks import violations

TASK = "#data.kind=gaussians&network.hidden=3"


def test_a_challenge_from_its_sentences_to_the_podium(visit: Visit) -> None:
    teacher, code = opened(visit)
    teacher.get_by_role("button", name="Tasks").click()
    teacher.get_by_label("Address of a network").fill(teacher.evaluate("document.baseURI") + TASK)
    teacher.locator("#task-title").fill("Two clouds")
    teacher.get_by_role("button", name="Add the task").click()
    teacher.get_by_role("button", name="Add a challenge: Two clouds").click()
    teacher.get_by_role("button", name="Add a sentence").click()
    rows = teacher.locator("#challenge-conditions li")
    expect(rows).to_have_count(3)
    expect(rows.nth(2).get_by_label("What")).to_be_focused()
    rows.nth(2).get_by_label("What").select_option("test_accuracy")
    rows.nth(2).get_by_label("Relation").select_option("at_least")
    rows.nth(2).get_by_label("Value").fill("95")
    rows.nth(1).get_by_role("button", name="Remove the sentence").click()
    teacher.get_by_label("First is").select_option("neurons")
    teacher.get_by_label("Fresh networks").select_option("1")
    assert violations(teacher, "dialog:open") == []
    teacher.get_by_role("button", name="Set the challenge").click()
    expect(teacher.locator("#challenge-rule li")).to_have_text(
        ["Test loss: below 0.05", "Test accuracy: at least 95 %", re.compile("fresh network")]
    )
    teacher.keyboard.press("Escape")
    teacher.keyboard.press("Escape")

    # Who comes late has the task and its challenge at once.
    ann = joined(visit, code, "Ann")
    expect(ann.locator("#class-task-title")).to_have_text("Two clouds")
    ann.locator("#class-challenge").click()
    expect(ann.locator("#class-challenge-rule li").first).to_contain_text("too high")
    expect(ann.locator("#class-challenge-place")).to_have_text("Nobody has met the rule yet.")
    assert violations(ann, ".of-seat") == []
    ann.keyboard.press("Escape")
    ann.locator("#play").click()
    expect(ann.locator("#class-challenge")).to_have_text("Challenge: place 1")
    expect(teacher.locator("#challenge-places")).to_contain_text("Ann3 neurons")
    assert violations(teacher) == []

    wall = visit("/class", ready=OPENED, width=1920, height=1080)
    wall.goto(teacher.locator("#wall-link").input_value())
    expect(wall.locator("#challenge-places")).to_contain_text("Ann")
    teacher.locator("#anonymous").click()
    expect(wall.locator("#challenge-places")).to_contain_text("Student 1")
    teacher.locator("#challenge-end").click()
    expect(wall.locator("#podium-steps")).to_contain_text("Student 1")
    wall.set_viewport_size({"width": 360, "height": 740})
    step = "document.querySelector('#podium-steps li')"
    until(wall, f"{step}.scrollHeight <= {step}.clientHeight")
    wall.set_viewport_size({"width": 1920, "height": 1080})
    assert violations(wall) == []
    expect(ann.locator("#class-challenge-place")).to_contain_text("The challenge is over.")
    expect(teacher.locator("#challenge-end")).to_have_text("Let it go on")
    # What is put on the wall next takes the podium's place.
    expect(wall.locator("#podium")).to_be_visible()
    teacher.locator("#open-together").click()
    teacher.get_by_label("On the wall too").check()
    expect(wall.locator("#shared-overlay")).to_be_visible()
    expect(wall.locator("#podium")).to_be_hidden()
