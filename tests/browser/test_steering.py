"""A teacher steers a class in browsers, and no student loses what they did."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_classroom import joined, opened, tile
from tests.browser.test_looks import violations


def of_student(teacher: Page, name: str) -> None:
    """Open what a teacher does for one student."""
    teacher.get_by_role("button", name=re.compile(f"^{name}: ")).click()


def test_a_push_is_told_and_taken_back(visit: Visit) -> None:
    teacher, code = opened(visit)
    ann = joined(visit, code, "Ann")
    tile(teacher, "Ann", "loss")
    ann.locator("#epoch-step").click()
    expect(ann.locator("#epoch")).to_have_text("1")
    teacher.get_by_role("button", name="Push a change").click()
    teacher.get_by_label("What to change").fill("network.hidden=5,3&optimizer.learning_rate=0.3")
    expect(teacher.locator("#push-preview")).to_contain_text("Learning rate 0.3")
    assert violations(teacher) == []
    teacher.get_by_role("button", name="Push it").click()
    expect(teacher.locator("#push-status")).to_contain_text("1 changed")
    expect(ann.locator("#class-changed-words")).to_contain_text(re.compile("Learning rate 0.1 → 0.3"))
    expect(ann.locator("[data-neuron='1.4']")).to_have_count(1)
    assert violations(ann) == []
    ann.get_by_role("button", name="Back to mine").click()
    expect(ann.locator("[data-neuron='1.4']")).to_have_count(0)
    expect(ann.locator("#epoch")).to_have_text("1")
    expect(ann.locator("#class-changed")).to_be_hidden()
    ann.get_by_role("button", name="My seat").click()
    expect(ann.locator("#class-earlier")).to_contain_text("Learning rate 0.1 → 0.3")
    assert violations(ann) == []
