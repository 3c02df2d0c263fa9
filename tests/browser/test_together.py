"""What a class has in common, in browsers: on the teacher's board, on the wall, and on a student's phone."""

import re

from playwright.sync_api import Route, expect

from tests.browser.conftest import Visit, until, wait_for
from tests.browser.test_classroom import OPENED, joined, opened
from tests.browser.test_looks import violations

FIND = """(() => {
  const plot = document.getElementById("settings-plot");
  const { left, top, width, height } = plot.getBoundingClientRect();
  for (let x = left; x < left + width; x += 8) {
    for (let y = top; y < top + height; y += 8) {
      plot.dispatchEvent(new PointerEvent("pointermove", { clientX: x, clientY: y }));
      if (document.getElementById("settings-pointed").textContent.includes(" of 2 at")) return [x, y];
    }
  }
})()"""
"""A place of the plot at which two settings are pointed at."""


SEEN_AT_FIRST = """([kind, names]) => {
  document.querySelector(`[name=together][value=${kind}]`).click();
  return names.filter((name) => document.getElementById(name).checkVisibility());
}"""
"""Which parts of a view are seen in the moment in which it is chosen."""


def test_boundaries_and_settings_on_the_board_and_on_the_wall(visit: Visit) -> None:
    teacher, code = opened(visit)
    wall = visit("/class", ready=OPENED, width=1920, height=1080, theme="dark", locale="zh-CN")
    wall.goto(teacher.locator("#wall-link").input_value())
    ann = joined(visit, code, "Ann")
    teacher.get_by_role("button", name="Together").click()
    expect(teacher.locator("#overlay-count")).to_contain_text("1 of 1 student")
    until(teacher, "document.querySelector('#overlay-mean canvas').width > 24")
    expect(teacher.locator("#overlay-spread")).to_have_attribute("aria-label", re.compile("Nowhere"))
    assert violations(teacher, "dialog:open") == []
    expect(wall.locator("#shared-overlay")).to_be_hidden()
    teacher.get_by_label("On the wall too").check()
    expect(wall.locator("#overlay-count")).to_contain_text("1 名学生")
    expect(wall.locator("#tiles")).to_be_hidden()
    assert violations(wall) == []

    ann.locator("#epoch-step").click()
    expect(ann.locator("#epoch")).to_have_text("1")
    teacher.get_by_label("Settings", exact=True).check()
    expect(teacher.locator("#settings-count")).to_contain_text("1 setting of 1")
    expect(wall.locator("#shared-overlay")).to_be_visible()  # until the teacher wants another one there
    teacher.get_by_label("On the wall too").check()
    expect(wall.locator("#settings-plot")).to_be_visible()
    teacher.get_by_label("Upwards").select_option("accuracy")
    expect(wall.locator("#settings-plot")).to_have_attribute("aria-label", re.compile("测试准确率"))
    teacher.get_by_text("As a table", exact=True).click()
    look_on = teacher.get_by_role("link", name="Look on at the network of Ann")
    expect(look_on).to_have_attribute("href", re.compile(rf"\./\?look=.*&of={code}$"))
    expect(teacher.locator("#settings-table tbody tr")).to_contain_text("2–4–2–1")
    assert violations(teacher, "dialog:open") == [] and violations(wall) == []
    # What lies at one point is reached click by click, and by keys.
    bob = joined(visit, code, "Bob")
    bob.locator("#epoch-step").click()
    expect(teacher.locator("#settings-count")).to_contain_text("2 settings of 2")
    teacher.get_by_label("Across").select_option("batch_size")
    teacher.get_by_label("Upwards").select_option("learning_rate")
    plot, pointed = teacher.locator("#settings-plot"), teacher.locator("#settings-pointed")
    expect(plot).to_have_attribute("aria-label", re.compile("^Learning rate against Batch size"))
    teacher.evaluate("window.open = address => (window.looked ??= []).push(address)")
    plot.focus()
    for nth in (1, 2):
        teacher.keyboard.press("ArrowRight")
        expect(pointed).to_contain_text(f"{nth} of 2 at this point")
        teacher.keyboard.press("Enter")
    x, y = teacher.evaluate(FIND)
    for _ in range(2):
        teacher.mouse.click(x, y)
    looked = teacher.evaluate("window.looked")
    assert len({*looked[:2]}) == len({*looked[2:]}) == 2
    assert violations(teacher, "dialog:open") == []
    teacher.set_viewport_size({"width": 360, "height": 740})
    until(teacher, "document.querySelector('#together').scrollWidth <= 360")
    teacher.get_by_label("On the wall too").uncheck()
    expect(wall.locator("#tiles")).to_be_visible()
    until(wall, "document.documentElement.scrollWidth <= innerWidth")


def test_everyone_guesses_before_the_network_runs(visit: Visit) -> None:
    teacher, code = opened(visit)
    ann = joined(visit, code, "Ann")
    teacher.get_by_role("button", name="Together").click()
    # Before the server has told of it, nothing is said of a question.
    parts = [["guesses-none", "guesses-end", "ask"], ["pool-open", "pool-begin"]]
    for kind, names in zip(("guesses", "pool"), parts, strict=True):
        assert teacher.evaluate(SEEN_AT_FIRST, [kind, names]) == []
    teacher.get_by_role("radio", name="Predict first").check()
    expect(teacher.locator("#guesses-end")).to_be_hidden()
    expect(teacher.locator("#guesses-none")).to_be_visible()
    teacher.get_by_label("On the wall too").check()
    teacher.get_by_role("textbox", name="Question").fill("How large is the test loss?")
    teacher.get_by_label("Runs for so many epochs").fill("2")
    assert violations(teacher, "dialog:open") == []
    teacher.get_by_role("button", name="Ask everyone").click()

    # By keyboard, on a phone.
    ann.set_viewport_size({"width": 360, "height": 740})
    expect(ann.locator("#class-question-text")).to_have_text("How large is the test loss?")
    ann.locator("#class-question-open").press("Enter")
    assert violations(ann, ".of-seat") == []
    ann.get_by_role("spinbutton", name="My guess").fill("0.5")
    ann.get_by_role("spinbutton", name="My guess").press("Enter")
    expect(ann.locator("#class-question-said")).to_have_text("Your guess: 0.5")
    expect(teacher.locator("#guesses-count")).to_have_text("1 of 1 have guessed")
    expect(teacher.locator("#network-play")).to_be_hidden()
    teacher.get_by_role("button", name="Start the run").click()
    expect(ann.locator("#class-question-open")).to_be_hidden()
    expect(teacher.locator("#network-figures")).to_contain_text("epoch 2")
    expect(teacher.locator("#network-play")).to_have_text("Run")
    teacher.get_by_role("button", name="Open the guesses").click()
    expect(teacher.locator("#guesses-chart")).to_have_attribute("aria-label", re.compile("median is 0.5"))
    expect(ann.locator("#class-question-said")).to_contain_text("Outcome: ")
    assert violations(teacher, "dialog:open") == []
    ann.locator("#class-question-close").click()
    expect(ann.locator("#class-question")).to_be_hidden()
    teacher.get_by_role("button", name="End the question").click()

    # A boundary is drawn corner by corner, over the data of the network that will run.
    teacher.get_by_role("textbox", name="Question").fill("Where?")
    teacher.locator("#ask-kind").select_option("boundary")
    teacher.get_by_role("button", name="Ask everyone").click()
    expect(ann.locator("#class-question-text")).to_have_text("Where?")
    ann.locator("#class-question-open").press("Enter")
    expect(ann.locator("#class-guess-boundary")).to_be_visible()
    plane = ann.locator("#class-guess-plane")
    expect(plane).to_have_role("application")  # which hears keys
    for key in ("Space", "Shift+ArrowRight", "Space", "Shift+ArrowUp", "Space", "Delete", "Space"):
        plane.press(key)
    expect(ann.locator("#class-guess-help")).to_contain_text("3 corners")
    assert violations(ann, ".of-seat") == []
    ann.get_by_role("button", name="That is my guess").click()
    expect(ann.locator("#class-question-said")).to_have_text("Your line is in.")
    expect(teacher.locator("#guesses-count")).to_have_text("1 of 1 have guessed")


def test_one_network_learns_what_all_draw(visit: Visit) -> None:
    teacher, code = opened(visit, expected="422")
    ann = joined(visit, code, "Ann")
    teacher.get_by_role("button", name="Together").click()
    teacher.get_by_role("radio", name="One network").check()
    teacher.get_by_label("Collect drawings").check()
    teacher.get_by_role("button", name="Begin a network").click()
    expect(teacher.locator("#pool-begin .error")).to_contain_text("4 drawings at least")
    expect(ann.locator("#class-pool")).to_be_visible()
    ann.locator("#class-pool .main").press("Enter")
    plane = ann.locator("#class-draw-plane")
    expect(plane).to_have_role("application")
    for key in (
        "Space",
        "Shift+ArrowRight",
        "Space",
        "1",
        "Shift+ArrowUp",
        "Space",
        "Shift+ArrowLeft",
        "Space",
    ):
        plane.press(key)
    expect(ann.locator("#class-draw-said")).to_contain_text("4 points of yours are in")
    assert violations(ann, ".of-seat") == []
    expect(teacher.locator("#pool-count")).to_have_text("4 points of 1 student")
    expect(teacher.locator("#pool-begin .error")).to_have_text("")
    teacher.get_by_role("button", name="Begin a network").click()
    expect(teacher.locator("#network-figures")).to_contain_text("epoch 0")
    teacher.locator("#network-play").click()
    expect(teacher.locator("#network-play")).to_have_text("Pause")
    plane.press("Shift+ArrowDown")
    plane.press("Shift+ArrowDown")
    plane.press("Space")
    expect(teacher.locator("#pool-count")).to_have_text("5 points of 1 student")

    # It is taken along: under a name, and as a file.
    teacher.get_by_text("Save or download this network").click()
    assert violations(teacher, "dialog:open") == []
    teacher.locator("#along-name").fill("Ours")
    teacher.locator("#along-save").get_by_role("button", name="Save").click()
    expect(teacher.locator("#along-said")).to_have_text("Saved: it is under “My networks”.")
    with teacher.expect_download() as taken:
        teacher.locator("#along-file").click()
    assert taken.value.suggested_filename.startswith("class-network-step-")
    teacher.set_viewport_size({"width": 360, "height": 740})
    # Each part stands below the one before, as wide as the dialog.
    until(
        teacher,
        "[...document.querySelectorAll('#class-network > :not([hidden])')].every(part => part.clientWidth > 250)",
    )
    teacher.set_viewport_size({"width": 1280, "height": 800})
    teacher.get_by_text("Save or download this network").click()

    # The teacher chooses a point by its place, and takes it out; or all of one student.
    map_of_all = teacher.locator("#network-plane")
    map_of_all.press("Space")
    expect(teacher.locator("#pool-lit")).to_contain_text("Ann: class 0")
    assert violations(teacher, "dialog:open") == []
    map_of_all.press("Delete")
    expect(teacher.locator("#pool-count")).to_have_text("4 points of 1 student")
    expect(ann.locator("#class-draw-said")).to_contain_text("4 points of yours are in")
    teacher.get_by_role("button", name="Take out all drawings of Ann").click()
    expect(teacher.locator("#pool-count")).to_have_text("Nobody has drawn anything yet.")
    expect(teacher.locator("#network-acts")).to_be_hidden()

    # Pictures are drawn on a pad, and stand on a sheet from which the teacher takes some out.
    teacher.get_by_label("Students draw").select_option("pictures")
    pad = ann.locator("#class-draw-pad canvas")
    expect(pad).to_be_visible()
    # The next one is begun while the line is slow, and stays when the first is in.
    held: list[Route] = []
    ann.route("**/seat/pictures", lambda route: route.continue_() if held else held.append(route))
    for label in range(2):
        ann.locator("#class-draw-classes").get_by_label(f"Class {label}", exact=True).check()
        for key in ("Space", *["Shift+ArrowDown"] * 4, "Space"):
            pad.press(key)
        if label == 0:
            ann.get_by_role("button", name="Put it in").click()
            wait_for(ann, lambda: len(held) == 1)
    held[0].continue_()
    expect(ann.locator("#class-draw-pictures li")).to_have_count(1)
    ann.get_by_role("button", name="Put it in").click()
    expect(ann.locator("#class-draw-pictures li")).to_have_count(2)
    assert violations(ann, ".of-seat") == []
    expect(teacher.locator("#pool-count")).to_have_text("2 pictures of 1 student")
    teacher.get_by_role("button", name="Ann: a picture of class 1").click()
    expect(teacher.locator("#pool-lit")).to_have_text("Ann: a picture of class 1")
    assert violations(teacher, "dialog:open") == []
    teacher.get_by_role("button", name="Take this out").click()
    expect(teacher.locator("#pool-count")).to_have_text("1 picture of 1 student")
    expect(ann.locator("#class-draw-pictures li")).to_have_count(1)

    # Once no more is collected, the student puts the slip away, until drawings are collected again.
    teacher.get_by_label("Collect drawings").uncheck()
    ann.locator("#class-pool").get_by_role("button", name="All right").click()
    expect(ann.locator("#class-pool")).to_be_hidden()
    teacher.get_by_label("Collect drawings").check()
    expect(ann.locator("#class-pool .main")).to_be_visible()
    expect(ann.locator("#class-pool-close")).to_be_hidden()
