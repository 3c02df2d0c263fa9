"""A class in browsers: a teacher and students, from the code to the end."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import READY, Visit, drawn, until
from tests.browser.test_looks import violations

OPENED = "document.querySelector('main') !== null"
TASK = "#data.kind=xor&network.hidden=3&look.hide=data.noise&look.lock=optimizer.learning_rate"


def opened(visit: Visit, title: str = "Physics 10b", expected: str | None = None) -> tuple[Page, str]:
    """The board of a new class, and its code."""
    teacher = visit("/class", ready=OPENED, expected=expected)
    teacher.get_by_label("Title").fill(title)
    teacher.get_by_role("button", name="Open the class").click()
    expect(teacher.locator("#count")).to_have_text("0 students")
    found = re.search(r"/class/(\w{6})/board$", teacher.url)
    assert found, "the keys are taken out of the address"
    return teacher, found[1]


def joined(visit: Visit, code: str, nickname: str, **window: int) -> Page:
    student = visit(f"/class/{code}", ready=OPENED, **window)
    student.get_by_label("Your nickname").fill(nickname)
    student.get_by_role("button", name="Join", exact=True).click()
    arrived(student)
    expect(student.locator("#class-nickname")).to_have_text(nickname)
    return student


def arrived(student: Page) -> None:
    """Wait until the door has led to the playground."""
    expect(student).to_have_url(re.compile(r"/\?class="))
    until(student, READY)


def tile(board: Page, name: str, state: str = "") -> None:
    """Wait for the tile of a student in this state."""
    expect(board.get_by_role("button", name=re.compile(f"^{name}: .*{state}"))).to_be_visible()


def go_by_key(teacher: Page) -> None:
    """From the tile of Ann into her sheet, from there into another one, and back; each Escape closes one."""
    of_ann = teacher.get_by_role("button", name=re.compile("^Ann: "))
    teacher.locator("[name=size]:checked").focus()
    teacher.keyboard.press("Tab")
    expect(of_ann).to_be_focused()
    teacher.keyboard.press("Enter")
    expect(teacher.get_by_role("dialog", name="Ann")).to_be_visible()
    teacher.locator("#student-push").focus()
    teacher.keyboard.press("Enter")
    expect(teacher.locator("dialog#push")).to_be_visible()
    teacher.keyboard.press("Escape")
    expect(teacher.locator("dialog:open")).to_have_count(0)
    expect(of_ann).to_be_focused()


def test_a_class_from_its_code_to_its_end(visit: Visit) -> None:
    teacher, code = opened(visit)
    ann = joined(visit, code, "Ann")
    bob = joined(visit, code.lower(), "Bob")
    tile(teacher, "Ann", "loss")
    go_by_key(teacher)
    ann.get_by_role("button", name="Raise hand").click()
    expect(teacher.locator("#hands")).to_contain_text("Ann")
    tile(teacher, "Ann", "hand raised")
    teacher.get_by_role("button", name="Lower the hand of Ann").click()
    expect(ann.locator("#class-hand")).to_have_attribute("aria-pressed", "false")
    assert violations(teacher) == [] and violations(ann) == []

    # A task is everybody's at once, and takes away nothing of what a student did.
    ann.locator("#epoch-step").click()
    expect(ann.locator("#epoch")).to_have_text("1")
    teacher.get_by_role("button", name="Tasks").click()
    teacher.get_by_label("Address of a network").fill("data.kind=xor")
    teacher.locator("#task-title").fill("Three units")
    teacher.get_by_role("button", name="Add the task").click()
    expect(teacher.locator("#add-task .error")).to_contain_text("This is no address of a network")
    teacher.get_by_label("Address of a network").fill(teacher.evaluate("document.baseURI") + TASK)
    expect(teacher.locator("#add-task .error")).to_be_empty()
    teacher.get_by_label("What to do").fill("Are they enough?\nWhy?")
    assert violations(teacher, "dialog:open") == []
    teacher.get_by_role("button", name="Add the task").click()
    expect(teacher.locator("#tasks-list")).to_contain_text("set for all")
    teacher.keyboard.press("Escape")
    expect(ann.locator("#class-new")).to_contain_text("Three units")
    expect(ann.locator("#epoch")).to_have_text("0")
    expect(ann.locator("#optimizer-learning_rate")).to_be_disabled()
    expect(ann.locator("#data-noise")).to_be_hidden()
    ann.get_by_role("button", name="All right").click()
    expect(ann.locator("#class-new")).to_be_hidden()
    ann.locator("#class-task").click()
    expect(ann.locator("#class-task-text")).to_have_text("Are they enough?\nWhy?")
    ann.get_by_role("button", name="My seat").click()
    assert violations(ann, ".of-seat") == []
    ann.get_by_role("button", name="My own network").click()
    expect(ann.locator("#epoch")).to_have_text("1")
    expect(ann.locator("#optimizer-learning_rate")).to_be_enabled()

    # Eyes on me: said, and true.
    expect(bob.locator("#class-new")).to_contain_text("Three units")
    bob.locator("#play").click()
    expect(bob.locator("html")).to_have_class(re.compile("playing"))
    teacher.get_by_role("button", name="Eyes on me").click()
    expect(bob.locator("#class-eyes")).to_be_visible()
    expect(bob.locator("#play")).to_be_disabled()
    expect(bob.locator("html")).not_to_have_class(re.compile("playing"))
    teacher.get_by_role("button", name="Let them go on").click()
    expect(bob.locator("#class-eyes")).to_be_hidden()
    expect(bob.locator("#play")).to_be_enabled()
    tile(teacher, "Bob", "loss")

    teacher.get_by_role("button", name=re.compile("^Bob: ")).click()
    teacher.get_by_label("Message to this student alone").fill("Well done")
    teacher.locator("#student-message button").click()
    expect(bob.locator("#class-message")).to_contain_text("Well done")
    expect(ann.locator("#class-message")).to_be_hidden()
    bob.get_by_role("button", name="I have read it").click()
    expect(bob.locator("#class-message")).to_be_hidden()
    assert violations(teacher, "dialog:open") == []
    with teacher.expect_popup() as popup:
        teacher.get_by_role("link", name="Look on").click()
    expect(popup.value).to_have_url(re.compile(r"/\?look="))
    until(popup.value, READY)
    expect(popup.value.locator(".of-looking-on")).to_be_visible()
    assert violations(popup.value) == []
    popup.value.close()

    # Who is taken out is told so, and may come back.
    # The address of the server alone, too, comes back to the seat.
    bob.goto(bob.evaluate("new URL('.', location).href"))
    arrived(bob)
    expect(bob.locator("#class-nickname")).to_have_text("Bob")
    bob.locator("#class-more").click()
    teacher.get_by_role("button", name="Take out").press("Enter")
    expect(bob.locator("#class-gone")).to_contain_text("taken you out")
    expect(bob.locator("#class-menu")).to_be_hidden()  # it would lie over that
    expect(teacher.locator("#count")).to_have_text("1 student")
    expect(teacher.get_by_role("button", name=re.compile("^Ann: "))).to_be_focused()  # Bob's tile has gone

    teacher.get_by_role("button", name="The class", exact=True).click()
    expect(teacher.locator("#out")).to_contain_text("Bob")
    expect(teacher.locator("#delete-words")).to_contain_text("2 students")
    assert violations(teacher, "dialog:open") == []
    teacher.get_by_label("Yes, delete all of it").check()
    teacher.get_by_role("button", name="Delete the class now").click()
    expect(teacher).to_have_url(re.compile(r"/class$"))
    expect(ann.locator("#class-gone")).to_contain_text("This class is over")
    expect(ann.locator(".slip:visible")).to_have_count(1)
    expect(ann.locator("#class-hand")).to_be_hidden()


@pytest.mark.parametrize(("theme", "locale"), [("dark", "zh-CN")])
def test_the_door_and_the_wall(visit: Visit, theme: str, locale: str) -> None:
    teacher, code = opened(visit)
    teacher.get_by_role("button", name="The class", exact=True).click()
    with teacher.expect_response(f"**/api/classes/{code}"):  # the door is asked by another page
        teacher.get_by_label("I admit each student").check()
    teacher.keyboard.press("Escape")
    ann = visit(f"/class/{code}", ready=OPENED, theme=theme, locale=locale, width=360, height=740)
    expect(ann.locator("#title")).to_have_text("Physics 10b")
    assert violations(ann) == []
    ann.locator("#draw").click()
    expect(ann.locator("#waiting-name")).to_contain_text(re.compile("你是[^ ].+。"))
    teacher.set_viewport_size({"width": 1366, "height": 768})
    until(
        teacher,
        "(([admit, deny]) => deny && admit.offsetTop === deny.offsetTop)"
        "(document.querySelectorAll('#waiting button'))",
    )
    teacher.get_by_role("button", name=re.compile("^Admit ")).click()
    arrived(ann)
    assert ann.evaluate("document.documentElement.scrollWidth") == 360
    assert violations(ann) == []
    expect(ann.locator("#class-nickname")).not_to_be_empty()
    nickname = ann.locator("#class-nickname").inner_text()
    teacher.locator("#lock").click()
    expect(teacher.locator("#lock")).to_have_attribute("aria-pressed", "true")
    late = visit(f"/class/{code}", ready=OPENED, expected="404")
    expect(late.locator("#shut-words")).to_contain_text("locked")
    late.goto(late.url.replace(code, "ABCDEF"))
    expect(late.locator("#shut-words")).to_contain_text("no class with this code: it is over")
    assert violations(late) == []

    # The wall's link opens on another device; what is on it is for everybody.
    wall = visit("/class", ready=OPENED, width=1920, height=1080)
    link = teacher.locator("#wall-link").input_value()
    ann.locator("#class-hand").click()
    expect(teacher.locator("#hands li")).to_have_count(1)
    wall.goto(link)
    expect(wall.locator("#tiles")).to_contain_text(nickname)
    assert "key" not in wall.url
    wall.set_viewport_size({"width": 1366, "height": 768})
    wide = wall.locator(".large-code")
    assert wide.evaluate("each => (each.textContent = 'BQD CW2', each.scrollWidth <= each.clientWidth)")
    assert violations(wall) == []
    until(wall, "document.querySelector('#qr').naturalWidth > 0")
    said = wall.locator("body").inner_html()
    assert (
        "hand raised" not in said and teacher.locator("#teacher-link").input_value().split("=")[1] not in said
    )
    teacher.locator("#anonymous").click()
    expect(wall.locator("#tiles")).to_contain_text("Student 1")
    assert nickname not in wall.locator("body").inner_html()
    for width in (360, 1366):
        for page in (teacher, wall):
            page.set_viewport_size({"width": width, "height": 768})
            drawn(page)
            assert page.evaluate("document.documentElement.scrollWidth") == width
    # New links end the former one's right.
    teacher.locator("#open-class").focus()
    teacher.locator(".acts .open-invitation").click()
    assert violations(teacher) == []
    teacher.get_by_role("button", name="New private links").click()
    expect(wall.locator("#shut-words")).to_be_visible()


def test_on_its_last_day_a_class_says_that_it_ends_and_is_kept_longer(visit: Visit) -> None:
    teacher, code = opened(visit)
    end = teacher.evaluate("code => fetch(`api/classes/${code}`).then(seen => seen.json())", code)[
        "expires_at"
    ]
    ending, anonymous = teacher.locator("#ending"), teacher.locator("#anonymous")
    anonymous.click()
    expect(anonymous).to_have_attribute("aria-pressed", "true")
    expect(ending).to_be_hidden()
    teacher.clock.set_fixed_time(1000 * (end - 12 * 3600))
    anonymous.click()
    expect(ending).to_contain_text("deleted, with the networks in it")
    assert violations(teacher) == []
    listed = teacher.context.new_page()
    listed.clock.set_fixed_time(1000 * (end - 12 * 3600))
    listed.goto(teacher.url.removesuffix(f"/{code}/board"))
    expect(listed.locator("#classes")).to_contain_text("deleted on")
    listed.close()
    with teacher.expect_response("**/extension") as answered:
        teacher.get_by_role("button", name="Keep it longer").first.click()
    assert answered.value.json()["expires_at"] > end
    teacher.close()  # the clock of its tab stands still for good


def test_a_deleted_class_says_so_on_every_page(visit: Visit) -> None:
    teacher, code = opened(visit)
    ann = joined(visit, code, "Ann")
    wall, look = teacher.context.new_page(), teacher.context.new_page()
    wall.goto(f"{teacher.url.removesuffix('board')}wall")
    expect(wall.locator("#count")).to_have_text("1 student")
    tile(teacher, "Ann", "loss")
    teacher.get_by_role("button", name=re.compile("^Ann: ")).click()
    address = teacher.get_by_role("link", name="Look on").get_attribute("href")
    look.goto(teacher.evaluate(f"new URL('{address}', document.baseURI).href"))
    expect(look.locator("#looking-words")).to_contain_text("the network of Ann")
    teacher.keyboard.press("Escape")
    teacher.get_by_role("button", name="The class", exact=True).click()
    waiting = visit(f"/class/{code}", ready=OPENED)
    with teacher.expect_response(f"**/api/classes/{code}"):  # another page asks at the door
        teacher.get_by_label("I admit each student").check()
    waiting.locator("#draw").click()
    expect(waiting.locator("#waiting-name")).not_to_be_empty()
    teacher.evaluate("code => fetch(`api/classes/${code}`, { method: 'DELETE' })", code)
    for page, words in (
        (teacher, "#shut-words"),
        (wall, "#shut-words"),
        (waiting, "#shut-words"),
        (ann, "#class-gone-words"),
        (look, "#looking-words"),
    ):
        expect(page.locator(words)).to_have_text(
            "This class is over: it was deleted, with the networks in it."
        )
        assert violations(page) == []
    ann.get_by_role("link", name="To the playground").click()
    until(ann, READY)
    assert "class" not in ann.url
