"""The tray of the pictures that are to be sent: it keeps them, and says what is true."""

import re

from playwright.sync_api import FilePayload, expect

from tests.app.pictures.files import plain
from tests.browser.conftest import Visit


def test_pictures_wait_on_the_tray_while_the_dialog_is_closed(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("button", name="Your own file").click()
    page.locator("#file").set_input_files(
        [FilePayload(name=f"cat_{nth}.png", mimeType="image/png", buffer=plain()) for nth in range(5)]
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
