"""The downloads: numbers that are those of the page, and pictures that stand alone, light on white from a dark page."""

import csv
import io
import xml.etree.ElementTree as ET
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, drawn, until
from tests.browser.test_looks import violations

SVG = "{http://www.w3.org/2000/svg}"


def taken(page: Page, what: str) -> tuple[str, Path]:
    """Press a button of the dialog by keyboard: the name of its file, and where it is."""
    with page.expect_download() as download:
        page.locator(f"#downloads button[value='{what}']").press("Enter")
    expect(page.locator("#downloads-status")).to_contain_text(download.value.suggested_filename)
    return download.value.suggested_filename, download.value.path()


def colors_in(picture: ET.Element) -> set[str]:
    return {each.get(name, "") for each in picture.iter() for name in ("fill", "stroke")}


def test_a_page_is_taken_home_as_numbers_and_pictures(visit: Visit) -> None:
    page = visit("/#data.kind=spiral&network.hidden=3", theme="dark", width=360, height=740, locale="zh-CN")
    for _ in range(3):
        page.locator("#step").click()
    expect(page.locator("#iteration")).to_have_text("3")
    test_loss = page.locator("#test-loss").inner_text()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("#open-downloads").press("Enter")
    expect(page.locator("#downloads")).to_be_visible()
    drawn(page)
    assert violations(page) == []
    sides = (
        "[...document.querySelectorAll('#downloads button')].map(each => each.getBoundingClientRect().height)"
    )
    assert min(page.evaluate(sides)) >= 24
    assert page.evaluate("document.documentElement.scrollWidth") == 360

    name, file = taken(page, "data.csv")
    assert name == "spiral-2-3-1-step-3-data.csv"
    rows = [*csv.DictReader(io.StringIO(file.read_text(), newline=""))]
    assert len(rows) == 500 and [*rows[0]] == ["split", "x1", "x2", "label"]
    name, file = taken(page, "curve.csv")
    last = [*csv.DictReader(io.StringIO(file.read_text(), newline=""))][-1]
    assert last["step"] == "3" and abs(float(last["test_loss"]) - float(test_loss)) < 0.001

    words = {"diagram": "第", "output": "输出", "curve": "损失"}
    for part, word in words.items():
        name, file = taken(page, f"{part}.svg")
        assert name == f"spiral-2-3-1-step-3-{part}.svg"
        picture = ET.parse(file).getroot()
        assert "foreignObject" not in file.read_text() and "var(" not in file.read_text()
        texts = [each.text or "" for each in picture.iter(f"{SVG}text")]
        assert word in "".join(texts)
        # What one presses is left out, and the place of the slider along the curve; 3 may stand at the axis.
        assert "保留" not in texts and (part != "curve" or texts.count("3") <= 1), texts
        images = [each.get("href", "") for each in picture.iter(f"{SVG}image")]
        assert len(images) >= {"diagram": 11, "output": 3, "curve": 0}[part]
        assert all(each.startswith("data:image/png;base64,") for each in images)
        assert "#1b2126" in colors_in(picture)  # the ink of the light page
        width, height = float(picture.get("width", 0)), float(picture.get("height", 0))
        _, file = taken(page, f"{part}.png")
        head = file.read_bytes()[:24]
        assert head[:8] == b"\x89PNG\r\n\x1a\n"
        assert [int.from_bytes(head[at : at + 4]) for at in (16, 20)] == [2 * width, 2 * height]
    # The page has its own colours again.
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    assert page.evaluate("document.documentElement.className").find("pictured") < 0
    page.keyboard.press("Escape")
    until(
        page, "!document.getElementById('downloads').open && document.activeElement.id === 'open-downloads'"
    )
