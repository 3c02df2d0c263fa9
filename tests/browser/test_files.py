"""A person's own file on the page: its faults by line, its columns, and a network that learns from them."""

import math
import re
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit, until
from tests.browser.test_looks import violations

LONG = "a name that is longer than anyone would call a column of a table <b>"
ROWS = [
    (1000 + 10 * n, math.sin(n), ("no", "yes")[n % 2], ("setosa", "versicolor", "virginica")[n // 40], 3 * n)
    for n in range(120)
]
FILE = "\n".join([f'size,"{LONG}",wet,species,price', *(",".join(map(str, row)) for row in ROWS)]) + "\n"


def chosen(page: Page, content: str, name: str = "flowers.csv") -> Locator:
    """The dialog, in which a file was chosen."""
    dialog = page.locator("#files")
    if not dialog.is_visible():
        page.locator("#open-files").click()
    page.locator("#file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content.encode()})
    return dialog


def test_a_file_with_faults_is_mended_and_learned_from(visit: Visit) -> None:
    page = visit(expected="422")
    lines = FILE.splitlines()
    wrong = "\n".join([*lines[:3], "1,,yes,setosa,3", *lines[3:7], "x,1,no,setosa,3", *lines[7:]])
    dialog = chosen(page, wrong)
    faults = dialog.get_by_role("alert")
    expect(faults.locator("p")).to_have_count(2)
    expect(faults).to_contain_text("Line 4, column a name")
    expect(faults).to_contain_text("Line 9, column size: 'x' is not a number")
    expect(dialog.locator("#columns")).to_be_hidden()

    chosen(page, FILE)
    expect(dialog.get_by_role("heading", name="flowers.csv")).to_be_visible()
    expect(faults.locator("p")).to_have_count(0)
    expect(dialog.get_by_label("Label: species")).to_be_checked()
    expect(dialog.get_by_label("Input: species")).to_be_disabled()
    expect(dialog.get_by_label("Label as a number")).to_be_disabled()
    dialog.get_by_label("Input: price").uncheck()
    expect(dialog.get_by_text("3 of at most 20 inputs; 3 classes.")).to_be_visible()
    assert violations(page) == []
    dialog.get_by_role("button", name="Learn from it").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".input-name")).to_have_text(["size", LONG, "wet"])
    expect(page.locator("#legend-classes")).to_contain_text("versicolor")
    expect(page.locator("#table-about")).to_contain_text("species is predicted from size, a name")
    expect(page.get_by_label("Standardise features")).to_be_checked()
    expect(page.get_by_label("Circle")).not_to_be_checked()
    page.get_by_role("button", name="Play").click()
    until(
        page, "Number(document.getElementById('test-accuracy').textContent.replace(/[^\\d.]/g, '')) > 80", 30
    )
    page.get_by_role("button", name="Pause").click()
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#sample")).to_have_text(
        re.compile(r"^Sample \d+ is of class setosa\. It is answered ")
    )
    assert violations(page) == []

    # The address brings it back, but to its owner only.
    assert "data.table=" in page.url
    page.reload()
    expect(page.locator(".input-name")).to_have_count(3)
    other = visit("/" + page.url[page.url.index("#") :], expected="404")
    expect(other.locator("#notes")).to_contain_text("it may have been deleted")


def test_a_number_is_predicted_and_shown_in_its_own_units(visit: Visit) -> None:
    page = visit(theme="dark")
    dialog = chosen(page, FILE)
    dialog.get_by_label("Label: price").check()
    expect(dialog.get_by_label("Label as a number")).to_be_checked()
    expect(dialog.get_by_label("Label as classes")).to_be_disabled()
    dialog.get_by_role("button", name="Learn from it").click()
    expect(page.get_by_label("Regression")).to_be_checked()
    expect(page.get_by_role("button", name="Next mistake")).to_be_hidden()
    page.get_by_role("button", name="Play").click()
    until(page, "Number(document.getElementById('test-loss').textContent) < 0.02", 30)
    page.get_by_role("button", name="Pause").click()
    page.locator("#map").click()
    found = re.compile(r"^Sample \d+: price is ([\d.]+), predicted is ([−\d.]+)\.$")
    expect(page.locator("#sample")).to_have_text(found)
    said = found.match(page.locator("#sample").inner_text())
    assert said and abs(float(said[1]) - float(said[2].replace("−", "-"))) < 80  # of 357
    assert violations(page) == []
    page.locator("#open-files").click()
    dialog.get_by_label("Label: species").check()
    dialog.get_by_role("button", name="Learn from it").click()
    expect(page.get_by_label("Classification")).to_be_checked()
    page.get_by_label("Your own points").check(force=True)  # the first two are given: there was no plane
    until(page, "location.hash.includes('data.kind=points')")
    assert page.url.count("data.points=") == 1 and "data.table" not in page.url
    page.get_by_label("Regression").check(force=True)
    page.get_by_label("Classification").check(force=True)
    expect(page.get_by_label("Circle")).to_be_checked()
    expect(page.locator(".input-name")).to_have_count(0)


def test_files_are_found_again_and_deleted_by_the_keyboard(visit: Visit) -> None:
    page = visit()
    dialog = chosen(page, FILE, "mine.csv")
    expect(dialog.locator("#columns")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    opener = page.get_by_role("button", name="Your own file")
    expect(opener).to_be_focused()
    opener.press("Enter")
    mine = dialog.get_by_role("button", name="mine.csv", exact=True)
    mine.press("Enter")
    expect(dialog.get_by_role("heading", name="mine.csv")).to_be_visible()
    dialog.get_by_role("button", name="Delete: mine.csv").press("Enter")
    expect(dialog.get_by_text("will not be found again")).to_be_visible()
    dialog.get_by_role("button", name="Really delete?: mine.csv").press("Enter")
    expect(mine).to_have_count(0)
    expect(dialog.locator("#columns")).to_be_hidden()


@pytest.mark.parametrize(("theme", "locale", "width"), [("dark", "zh-CN", 360), ("light", "en-GB", 1280)])
def test_the_dialog_fits_everywhere(
    visit: Visit, theme: Literal["light", "dark"], locale: str, width: int
) -> None:
    page = visit(theme=theme, locale=locale, width=width, height=740, expected="422")
    dialog = chosen(page, "a,b\n" + "1,2\n" * 11 + "1\n")
    expect(dialog.get_by_role("alert").locator("p")).to_have_count(1)
    if locale == "zh-CN":
        expect(dialog.get_by_role("alert")).to_have_text("第 13 行：此行有 1 个单元格，而第一行有 2 个")
    chosen(page, FILE)
    expect(dialog.locator("#columns")).to_be_visible()
    assert violations(page) == []
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    page.locator("#use-file").click()
    expect(page.locator(".input-name")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
