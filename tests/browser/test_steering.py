"""A teacher steers a class in browsers, and no student loses what they did."""

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import READY, Visit, until, wait_for
from tests.browser.test_classroom import OPENED, joined, opened, tile
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
    assert violations(teacher, "dialog:open") == []
    teacher.get_by_role("button", name="Push it").click()
    expect(teacher.locator("#push-status")).to_contain_text("1 changed")
    expect(ann.locator("#class-changed-words")).to_contain_text(re.compile("Learning rate 0.1 → 0.3"))
    expect(ann.locator("[data-neuron='1.4']")).to_have_count(1)
    assert violations(ann, ".of-seat") == []
    ann.get_by_role("button", name="Back to mine").click()
    expect(ann.locator("[data-neuron='1.4']")).to_have_count(0)
    expect(ann.locator("#epoch")).to_have_text("1")
    expect(ann.locator("#class-changed")).to_be_hidden()
    ann.get_by_role("button", name="My seat").click()
    expect(ann.locator("#class-earlier")).to_contain_text("Learning rate 0.1 → 0.3")
    assert violations(ann, ".of-seat") == []


def test_a_spotlight_and_the_chalk(visit: Visit) -> None:
    teacher, code = opened(visit)
    ann, bob = joined(visit, code, "Ann"), joined(visit, code, "Bob")
    tile(teacher, "Ann", "loss")
    bob.locator("#epoch-step").click()
    expect(bob.locator("#epoch")).to_have_text("1")
    wall = visit("/class", ready=OPENED, width=1920, height=1080)
    wall.goto(teacher.locator("#wall-link").input_value())
    expect(wall.locator("#tiles")).to_contain_text("Ann")

    # Ann is asked, agrees, and is seen by Bob and on the wall while she works.
    of_student(teacher, "Ann")
    teacher.get_by_role("button", name="Ask to show it with the name").click()
    expect(teacher.locator("#light-words")).to_contain_text("Ann is asked")
    expect(ann.locator("#class-light-words")).to_contain_text("May your teacher")
    assert violations(ann, ".of-seat") == []
    ann.get_by_role("button", name="No", exact=True).click()
    expect(teacher.locator("#board-status")).to_have_text("Ann was asked, and the network is not shown.")
    of_student(teacher, "Ann")
    teacher.get_by_role("button", name="Ask to show it with the name").click()
    ann.get_by_role("button", name="Yes, with my name").click()
    expect(bob.locator("#class-eyes")).to_contain_text("the network of Ann")
    expect(bob.locator("#epoch")).to_have_text("0")
    expect(bob.locator("#reset")).to_be_disabled()
    card = wall.locator("#card canvas")
    expect(card).to_have_attribute("aria-label", re.compile("^Ann: not begun"))
    ann.locator("#epoch-step").click()
    ann.locator("#epoch-step").click()
    expect(bob.locator("#epoch")).to_have_text("2")
    ann.locator("#class-done").click()
    expect(card).to_have_attribute("aria-label", re.compile("^Ann: done"))
    ann.locator("#class-done").click()
    expect(card).to_have_attribute("aria-label", re.compile("^Ann: going well"))
    expect(wall.locator("#card canvas")).to_have_attribute("aria-label", re.compile("Ann: .* epoch 2"))
    expect(wall.locator("#tiles")).to_be_hidden()
    for page in (teacher, ann, bob, wall):
        assert violations(page) == []
    # A task that is set meanwhile is there when it ends.
    bob.reload()
    until(bob, READY)
    expect(bob.locator("#class-eyes")).to_contain_text("the network of Ann")
    expect(bob.locator("#epoch")).to_have_text("2")
    ann.get_by_role("button", name="End it").click()
    expect(bob.locator("#class-eyes")).to_be_hidden()
    expect(bob.locator("#epoch")).to_have_text("1")
    expect(bob.locator("#reset")).to_be_enabled()
    expect(wall.locator("#card")).to_be_hidden()

    # The chalk: both ends are told, and the student does not fight.
    of_student(teacher, "Bob")
    with teacher.expect_popup() as popup:
        teacher.get_by_role("link", name="Look on").click()
    desk = popup.value
    expect(desk.locator("#looking-words")).to_contain_text("the network of Bob")
    until(desk, READY)
    expect(desk.locator("#reset")).to_be_disabled()
    desk.get_by_role("button", name="Take the chalk").click()
    expect(desk.locator("#looking-words")).to_contain_text("You have the chalk")
    expect(bob.locator("#class-eyes")).to_contain_text("Your teacher has the chalk")
    expect(bob.locator("#reset")).to_be_disabled()
    desk.locator("#epoch-step").click()
    expect(bob.locator("#epoch")).to_have_text("2")
    bob.keyboard.press("Control+z")
    expect(bob.locator("#connection")).to_contain_text("chalk")
    assert violations(desk) == [] and violations(bob) == []
    desk.get_by_role("button", name="Give the chalk back").click()
    expect(bob.locator("#class-changed-words")).to_contain_text("given it back")
    bob.get_by_role("button", name="Back to mine").click()
    expect(bob.locator("#epoch")).to_have_text("1")
    expect(bob.locator("#class-changed")).to_be_hidden()


def test_a_list_of_tasks_at_everyones_own_pace(visit: Visit) -> None:
    teacher, code = opened(visit)
    ann = joined(visit, code, "Ann", width=390, height=800)
    joined(visit, code, "Bob")
    teacher.get_by_role("button", name="Tasks").click()
    teacher.get_by_label("Set it for all at once").uncheck()
    held: list[Route] = []  # The second task is added before the first one is answered.
    teacher.route("**/tasks", lambda route: route.continue_() if held else held.append(route))
    for title, units in (("Two units", 2), ("Three units", 3)):
        teacher.get_by_label("Address of a network").fill(
            f"{teacher.evaluate('document.baseURI')}#network.hidden={units}"
        )
        teacher.locator("#task-title").fill(title)
        teacher.get_by_role("button", name="Add the task").click()
    wait_for(teacher, lambda: len(held) == 1)
    held[0].continue_()
    teacher.unroute("**/tasks")
    expect(teacher.locator("#tasks-list li")).to_have_text(
        [re.compile("^Two units"), re.compile("^Three units")]
    )
    teacher.get_by_role("button", name="Move up: Three units").click()
    expect(teacher.locator("#tasks-list li").first).to_contain_text("Three units")
    teacher.get_by_label("each in their own time").check()
    expect(teacher.locator("#tasks-list li").first).to_contain_text("2 at it")
    assert violations(teacher, "dialog:open") == []
    expect(ann.locator("#class-task-place")).to_have_text("Task 1 of 2:")
    expect(ann.locator("[data-neuron='1.2']")).to_have_count(1)
    assert violations(ann) == []
    ann.get_by_role("button", name="Next task").click()
    expect(ann.locator("#class-task-place")).to_have_text("Task 2 of 2:")
    expect(ann.locator("#class-task-title")).to_have_text("Two units")
    expect(ann.locator("[data-neuron='1.2']")).to_have_count(0)
    expect(ann.locator("#class-next")).to_be_hidden()
    expect(teacher.locator("#tasks-list li").first).to_contain_text("1 at it, 1 done")
    teacher.keyboard.press("Escape")
    tile(teacher, "Ann", "task 2")
    tile(teacher, "Bob", "task 1")
    assert ann.evaluate("document.documentElement.scrollWidth") == 390


def test_snapshots_are_presented_one_after_another(visit: Visit) -> None:
    teacher, code = opened(visit)
    joined(visit, code, "Ann")
    joined(visit, code, "Bob")
    wall = visit("/class", ready=OPENED, width=1920, height=1080)
    wall.goto(teacher.locator("#wall-link").input_value())
    for name in ("Ann", "Bob"):
        tile(teacher, name, "loss")
        of_student(teacher, name)
        teacher.get_by_role("button", name="Take a snapshot").click()
        expect(teacher.locator("#student-status")).to_contain_text("among the snapshots")
        assert violations(teacher, "dialog:open") == []
        teacher.keyboard.press("Escape")
    teacher.get_by_role("button", name="Snapshots").click()
    expect(teacher.locator("#stills-list li")).to_have_count(2)
    up = teacher.get_by_role("button", name="Move up: Bob")
    up.focus()
    teacher.keyboard.press("Enter")
    expect(teacher.locator("#stills-list li").first).to_contain_text("Bob")
    teacher.get_by_role("button", name="Present the first").click()
    expect(wall.locator("#card canvas")).to_have_attribute("aria-label", re.compile("^Bob: "))
    expect(wall.locator("#card .settings-of")).to_contain_text("Circle")
    teacher.get_by_role("button", name="Next").click()
    expect(wall.locator("#card canvas")).to_have_attribute("aria-label", re.compile("^Ann: "))
    expect(teacher.locator("#stills-place")).to_have_text("On the wall: 2 of 2")
    assert violations(teacher, "dialog:open") == [] and violations(wall) == []
    teacher.get_by_role("button", name="End the presentation").click()
    expect(wall.locator("#card")).to_be_hidden()
    expect(wall.locator("#tiles")).to_be_visible()
    teacher.keyboard.press("Escape")

    # A seat is deleted with all that is in it.
    of_student(teacher, "Ann")
    teacher.get_by_label("Yes, with all networks").check()
    teacher.get_by_role("button", name="Delete this seat").click()
    expect(teacher.locator("#count")).to_have_text("1 student")
    teacher.get_by_role("button", name="Snapshots").click()
    expect(teacher.locator("#stills-list li")).to_have_count(1)
