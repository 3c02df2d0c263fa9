"""The tray of the pictures that are to be sent: it keeps them, and says what is true."""

import re

from playwright.sync_api import FilePayload, expect

from tests.app.pictures.files import plain
from tests.browser.conftest import Visit, choose


def test_pictures_wait_on_the_tray_while_the_dialog_is_closed(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("button", name="Your own file").click()
    choose(
        page.locator("#file"),
        [FilePayload(name=f"cat_{nth}.png", mimeType="image/png", buffer=plain()) for nth in range(5)],
    )
    page.locator("#tray input").fill("cats")
    page.get_by_role("button", name="Send the pictures").click()
    expect(page.locator("#file-faults")).to_have_text("There is one class only: two are needed at least.")
    page.locator("#tray input").fill("dogs")
    expect(page.locator("#file-faults")).to_be_empty()  # it may be true no more

    # Nobody sees what a key would do behind the dialog, wherever the focus is.
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect(page.locator("#files")).to_be_hidden()
    page.get_by_role("button", name="Your own file").click()
    expect(page.locator("#tray input")).to_have_value("dogs")
    expect(page.locator("html")).not_to_have_class(re.compile("playing"))
    expect(page.locator("#iteration")).to_have_text("0")
    page.get_by_role("button", name="Leave out dogs").click()
    expect(page.locator("#tray")).to_be_hidden()


def named(*names: str) -> list[FilePayload]:
    """Pictures of these names, each of which can be told from the others."""
    sizes = ((40 + nth, 40) for nth in range(len(names)))
    return [
        FilePayload(name=name, mimeType="image/png", buffer=plain(size=size))
        for name, size in zip(names, sizes, strict=True)
    ]


def test_pictures_wait_on_the_tray_while_another_file_is_opened_or_deleted(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("button", name="Your own file").click()
    rows = "".join(f"{nth},{nth % 2}\n" for nth in range(20))
    choose(
        page.locator("#file"),
        {"name": "steps.csv", "mimeType": "text/csv", "buffer": f"x,label\n{rows}".encode()},
    )
    expect(page.locator("#columns")).to_be_visible()
    choose(page.locator("#file"), named(*(f"cat_{nth}.png" for nth in range(5))))
    expect(page.locator("#columns")).to_be_hidden()
    said = page.locator("#tray [role=status]")
    # A line without a name is no class yet.
    expect(said).to_have_text("5 pictures, 5 of them without a class: name it.")
    page.locator("#tray input").fill("cat")
    expect(said).to_have_text("5 pictures of one class. Add the pictures of another class, too.")
    choose(page.locator("#file"), named(*(f"{nth}.png" for nth in range(5))))
    expect(said).to_have_text("10 pictures, 5 of them without a class: name it.")

    page.get_by_role("button", name="steps.csv", exact=True).click()
    expect(page.locator("#columns")).to_be_visible()
    expect(page.locator("#tray input")).to_have_count(2)
    page.locator("#files-list li button").last.click()
    page.locator("#files-list .sure").click()
    expect(page.locator("#columns")).to_be_hidden()
    page.locator("#tray input").last.fill("dog")
    expect(said).to_have_text("10 pictures, 2 classes")

    # What is sent lies on it no more.
    page.get_by_role("button", name="Send the pictures").click()
    expect(page.locator("#pictures-about")).to_have_text("10 pictures: cat, dog")
    expect(page.locator("#tray")).to_be_hidden()
