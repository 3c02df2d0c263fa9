"""A person's own file on the page: its faults by line, its columns, and a network that learns from them."""

import math
import re
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit, choose, unfold, until
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
    choose(page.locator("#file"), {"name": name, "mimeType": "text/csv", "buffer": content.encode()})
    return dialog


def test_a_file_with_faults_is_mended_and_learned_from(visit: Visit) -> None:
    page = visit(expected="422")
    lines = FILE.splitlines()
    wrong = "\n".join([*lines[:3], "1,2,yes,setosa,3,4", *lines[3:7], "1,2,3,no,setosa,3", *lines[7:]])
    dialog = chosen(page, wrong)
    faults = dialog.get_by_role("alert")
    expect(faults.locator("p")).to_have_count(2)
    expect(faults).to_contain_text("Line 4: the row has 6 cells, but the first line has 5")
    expect(faults).to_contain_text("Line 9: the row has 6 cells")
    expect(dialog.locator("#columns")).to_be_hidden()

    chosen(page, FILE)
    expect(dialog.get_by_role("heading", name="flowers.csv")).to_be_visible()
    expect(faults.locator("p")).to_have_count(0)
    expect(dialog.get_by_label("Label: species")).to_be_checked()
    expect(dialog.get_by_label("Input: species")).to_be_disabled()
    expect(dialog.get_by_label("Label as a number")).to_be_disabled()
    dialog.get_by_label("Input: price").uncheck()
    expect(dialog.get_by_text("3 of at most 100 inputs; 3 classes.")).to_be_visible()
    assert violations(page, "#files") == []
    dialog.get_by_role("button", name="Learn from it").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".input-name")).to_have_text(["size", LONG, "wet"])
    expect(page.locator("#legend-classes")).to_contain_text("versicolor")
    expect(page.locator("#table-about")).to_contain_text("species is predicted from size, a name")
    expect(page.get_by_label("Standardise features")).to_be_checked()
    expect(page.get_by_label("Circle")).not_to_be_checked()
    page.get_by_role("button", name="Play").click()
    until(page, "Number(document.getElementById('test-accuracy').textContent.replace(/[^\\d.]/g, '')) > 80")
    page.get_by_role("button", name="Pause").click()
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#sample")).to_have_text(
        re.compile(r"^Sample \d+ is of class setosa\. The prediction is ")
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
    until(page, "Number(document.getElementById('test-loss').textContent) < 0.02")
    page.get_by_role("button", name="Pause").click()
    page.locator("#map").click()
    found = re.compile(r"^Sample \d+: price is ([\d.]+), the prediction is ([−\d.]+)\.$")
    expect(page.locator("#sample")).to_have_text(found)
    said = found.match(page.locator("#sample").inner_text())
    assert said and abs(float(said[1]) - float(said[2].replace("−", "-"))) < 80  # of 357
    assert violations(page) == []
    page.locator("#open-files").click()
    dialog.get_by_label("Predict it, too: size").check()
    expect(dialog.get_by_label("Input: size")).to_be_disabled()
    expect(dialog.get_by_text("2 numbers are predicted")).to_be_visible()
    assert violations(page, "#files") == []
    dialog.get_by_role("button", name="Learn from it").click()
    expect(page.locator("#table-about")).to_contain_text("price, size is predicted from a name")
    expect(page.get_by_role("button", name="Output 2")).to_be_visible()
    page.reload()
    expect(page.locator("#table-about")).to_contain_text("price, size is predicted from a name")
    page.locator("#open-files").click()
    expect(dialog.get_by_label("Predict it, too: size")).to_be_checked()
    dialog.get_by_label("Label: species").check()
    expect(dialog.get_by_label("Predict it, too: size")).to_be_hidden()
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
    expect(dialog.get_by_text("cannot be opened any more")).to_be_visible()
    dialog.get_by_role("button", name="Really delete?: mine.csv").press("Enter")
    expect(mine).to_have_count(0)
    expect(dialog.locator("#columns")).to_be_hidden()


@pytest.mark.parametrize(("theme", "locale", "width"), [("dark", "zh-CN", 360), ("light", "en-GB", 1280)])
def test_the_dialog_fits_everywhere(
    visit: Visit, theme: Literal["light", "dark"], locale: str, width: int
) -> None:
    page = visit(theme=theme, locale=locale, width=width, height=740, expected="422")
    dialog = chosen(page, "a,b\n" + "1,2\n" * 11 + "1,2,3\n")
    expect(dialog.get_by_role("alert").locator("p")).to_have_count(1)
    if locale == "zh-CN":
        expect(dialog.get_by_role("alert")).to_have_text("第 13 行：此行有 3 个单元格，而第一行有 2 个")
    chosen(page, FILE)
    expect(dialog.locator("#columns")).to_be_visible()
    assert violations(page, "#files") == []
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    page.locator("#use-file").click()
    expect(page.locator(".input-name")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_how_a_file_is_read_is_said_and_changed(visit: Visit) -> None:
    page = visit()
    dialog = chosen(
        page, "Länge;Menge;Art\n" + "".join(f"5,{n % 9 + 1};1.{n + 100};{'ab'[n % 2]}\n" for n in range(30))
    )
    guesses = dialog.get_by_role("form", name="How the file is read")
    expect(guesses.get_by_label("Columns are separated by")).to_have_value(";")
    expect(guesses.get_by_label("Decimals")).to_have_value(",")
    expect(dialog.get_by_role("row", name=re.compile("Länge"))).to_contain_text("5.1 … 5.9")
    guesses.get_by_label("First line").select_option("false")
    expect(dialog.get_by_role("rowheader", name="column 1")).to_be_visible()
    expect(dialog.locator("#file-notes")).to_contain_text("Line 1, column 2: 'Menge' is not a number")
    guesses.get_by_label("First line").select_option("true")
    expect(dialog.get_by_role("rowheader", name="Länge")).to_be_visible()
    expect(dialog.locator("#files-list li")).to_have_count(1)
    assert violations(page, "#files") == []


def test_rows_without_a_value_are_left_out_where_their_column_is_chosen(visit: Visit) -> None:
    page = visit()
    lines = [
        f'{n},{n % 2},"Braund, Mr. {n}",{"" if n % 5 == 0 else 20 + n * 7 % 50},{("male", "female")[n % 2]},C{n % 3}'
        for n in range(1, 61)
    ]
    dialog = chosen(page, "\n".join(["PassengerId,Survived,Name,Age,Sex,Deck", *lines]), "a" * 79 + "😀.csv")
    expect(dialog.get_by_role("heading", name="a" * 79 + "😀")).to_be_visible()
    expect(dialog.get_by_label("Label: Survived")).to_be_checked()
    for name, checked in (("PassengerId", False), ("Age", True), ("Sex", True)):
        expect(dialog.get_by_label(f"Input: {name}")).to_be_checked(checked=checked)
    for name, reason in (
        ("Name", "none twice: cannot be chosen"),
        ("Deck", "a label but no input: C0, C1, C2"),
    ):
        expect(dialog.get_by_label(f"Input: {name}")).to_be_disabled()
        expect(dialog.get_by_label(f"Input: {name}")).to_have_accessible_description(re.compile(reason))
    help = dialog.locator("#columns-help")
    expect(help).to_contain_text("48 of 60 rows are learned from")
    dialog.get_by_label("Input: Age").uncheck()
    expect(help).not_to_contain_text("rows are learned from")
    dialog.get_by_label("Input: Age").check()
    dialog.get_by_role("button", name="Learn from it").click()
    expect(page.locator("#table-about")).to_contain_text("Survived is predicted from Age, Sex.")
    until(page, "location.hash.includes('-48-3.4-1-2')")


def test_many_columns_and_classes_are_drawn_in_part(visit: Visit) -> None:
    page = visit()
    head = [*(f"a column with a wide name {n}" for n in range(64)), "kind"]
    rows = [[*(f"{math.sin(n * c + c):.3f}" for c in range(64)), f"k{n % 20:02}"] for n in range(200)]
    dialog = chosen(page, "\n".join(",".join(row) for row in [head, *rows]))
    expect(dialog.locator("#columns-help")).to_contain_text("64 of at most 100 inputs; 20 classes.")
    cut = "all => all.filter(name => name.scrollWidth > name.clientWidth + 1).length"
    assert dialog.locator("#columns-table tbody th").evaluate_all(cut) == 0
    dialog.get_by_role("button", name="Learn from it").click()
    expect(page.locator(".input-name.own")).to_have_count(20)
    expect(page.locator(".input-name.rest")).to_have_text("and 44 more")
    expect(page.locator("#legend-classes li")).to_have_count(20)
    paths = page.locator("#legend-classes path").evaluate_all(
        "all => all.map(path => path.getAttribute('d'))"
    )
    assert len({*paths}) == 20
    left = page.locator(".input-name.own").evaluate_all(
        "all => all.map(name => name.getBoundingClientRect().left)"
    )
    assert (
        min(left) >= page.locator("#diagram").evaluate("diagram => diagram.getBoundingClientRect().left") - 1
    )
    unfold(page, "inside", "worked")
    page.get_by_role("button", name="One iteration").click()
    until(page, "document.getElementById('iteration').textContent === '1'")
    expect(page.locator("#worked-state")).to_contain_text("After iteration 1.")
    until(page, "document.querySelectorAll('#looks td canvas').length > 0")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
