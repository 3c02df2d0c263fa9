"""The page in windows of every size, with its text at twice its size, and with the longest words and numbers.

Nothing sticks out, is cut or overlaps, every control is a target of 24 pixels, and on a laptop the loop is in view.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, drawn, follow, until

HERE = Path(__file__).parent

LAPTOPS = ["1280x640", "1280x800", "1366x640", "1366x768", "1536x730", "1920x940", "1920x1080", "2560x1440"]
SMALL = ["320x256", "360x640", "740x360", "768x1024", "1024x600", "1100x700"]

FAULTS = (HERE / "faults.js").read_text(encoding="utf-8")

SMALL_TARGETS = (HERE / "small_targets.js").read_text(encoding="utf-8")

IN_VIEW = ["#play", "#epoch", "#diagram", "#map", "#chart", "#inside-title", "#objective-regularization"]


def resize(page: Page, size: str) -> tuple[int, int]:
    width, height = map(int, size.split("x"))
    page.set_viewport_size({"width": width, "height": height})
    drawn(page)
    return width, height


def longest(page: Page) -> None:
    """The longest words and numbers that stand beside the controls, as a busy server and a person write them."""
    page.evaluate("""() => {
      const isEnglish = document.documentElement.lang === "en";
      const busy = isEnglish ? "≈ 2,000 of 2,500/s" : "≈ 2,000 / 2,500 每秒";
      document.getElementById("speed-words").textContent = busy;
      document.getElementById("iteration").textContent = "12,345,678";
      document.getElementById("epoch").textContent = "98,765";
      document.getElementById("data-noise").value = "12.5";
      for (const field of document.querySelectorAll("[id^=data-samples]")) field.value = "2000";
      document.getElementById("training-batch_size").value = "5000";
      document.getElementById("training-seed").value = "65535";
      for (const loss of ["train", "test", "validation"]) {
        document.getElementById(`${loss}-loss`).textContent = "1.2e−10";
        document.getElementById(`${loss}-accuracy`).textContent = isEnglish ? "99.9 % right" : "正确 99.9%";
      }
    }""")


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_in_every_window_nothing_sticks_out_is_cut_or_overlaps(visit: Visit, locale: str) -> None:
    page = visit("/#data.validation_share=0.2", locale=locale, theme="dark" if locale == "zh-CN" else "light")
    for size in SMALL + LAPTOPS:
        resize(page, size)
        longest(page)
        assert page.evaluate(FAULTS) == [], size
        assert page.evaluate(SMALL_TARGETS) == [], size
        # The counters of a long run stand beside the buttons or below them.
        assert page.evaluate("""(({ right, bottom }) =>
          [...document.querySelectorAll(".counter > *")].map(node => node.getBoundingClientRect())
            .every(box => box.left > right || box.top >= bottom)
        )(document.getElementById("epoch-step").getBoundingClientRect())"""), size
        assert page.evaluate("""(([words, seed]) => words.right < seed.left)(
          ["speed-words", "training-seed"].map(id => document.getElementById(id).getBoundingClientRect())
        )"""), size


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_on_a_laptop_the_whole_loop_is_in_view(visit: Visit, locale: str) -> None:
    page = visit(locale=locale)
    for size in LAPTOPS:
        width, height = resize(page, size)
        article = "document.getElementById('article')"
        assert page.evaluate(f"{article}.getBoundingClientRect().top") >= height, size
        assert page.evaluate("document.documentElement.scrollWidth") == width, size
        assert page.evaluate(
            "(({scrollHeight, clientHeight}) => scrollHeight <= clientHeight + 2)(document.querySelector('.settings'))"
        ), size
        for part in IN_VIEW:
            box = page.locator(part).bounding_box()
            assert box and box["y"] >= 0 and box["y"] + box["height"] <= height + 0.5, (size, part)


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_other_experiments_have_their_settings_in_view_too(visit: Visit, locale: str) -> None:
    page = visit(locale=locale)
    for experiment in (
        "#data.kind=blobs&data.classes=4&objective.loss=softmax",
        "#data.kind=digits&data.samples=2000&network.hidden=16&objective.loss=softmax",
        "#objective.loss=cross_entropy&objective.regularization=l1&optimizer.kind=adam",
        "#data.kind=digits&data.side=8&network.layers=[{'kind':'convolution','channels':6,'kernel':5},"
        "{'kind':'activation'}]&objective.loss=softmax&optimizer.kind=adam",
    ):
        follow(page, experiment)
        for size in ("1280x640", "1366x640", "1366x768"):
            resize(page, size)
            bottom = "getBoundingClientRect().bottom"
            select, clip = "#objective-regularization", ".settings"
            assert page.evaluate(
                f"document.querySelector('{select}').{bottom} <= document.querySelector('{clip}').{bottom}"
            ), (experiment, size)


def test_in_a_low_window_nothing_is_in_front_of_what_is_read(visit: Visit) -> None:
    """At 400 % zoom a laptop's window is 320 x 256: what stayed in place would fill it."""
    page = visit(width=320, height=256)
    for size in ("320x256", "740x360"):
        _, height = resize(page, size)
        page.evaluate("scrollTo(0, 400)")
        sticking = """[...document.querySelectorAll('body *')].filter(node => {
          const { position } = getComputedStyle(node);
          const box = node.getBoundingClientRect();
          const isThere = node.checkVisibility() && !node.closest('.unseen, .skip') && box.height > 2;
          return ['fixed', 'sticky'].includes(position) && isThere && box.top < innerHeight && box.bottom > 0;
        }).reduce((sum, node) => sum + node.getBoundingClientRect().height, 0)"""
        assert page.evaluate(sticking) <= height / 4, size


def test_text_at_twice_its_size_is_laid_out_as_a_smaller_window(visit: Visit) -> None:
    fonts = {"fontSizes": {"standard": 32}}
    page = visit(before=lambda page: page.context.new_cdp_session(page).send("Page.setFontSizes", fonts))
    for size in ("1280x800", "1920x1080", "740x360"):
        resize(page, size)
        until(page, "parseFloat(getComputedStyle(document.body).fontSize) >= 28")
        assert page.evaluate(FAULTS) == [], size
    resize(page, "360x740")
    for panel in ("inside", "ground", "families", "search"):
        page.evaluate("id => { document.getElementById(id).open = true; }", panel)
        until(page, f"!document.querySelector('#{panel} > template, #{panel}[aria-busy]')")
        drawn(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 360, panel


def test_other_views_of_the_data_have_room_as_well(visit: Visit) -> None:
    page = visit()
    page.evaluate("for (const more of document.querySelectorAll('.more')) more.open = true")
    for experiment in (
        "#data.kind=digits&data.side=8&network.hidden=300,300&network.dropout=inverted&objective.loss=softmax",
        "#data.kind=xor_gate&network.hidden=8,8,8,8,8,8&training.batch_size=4",
        "#data.kind=blobs&data.classes=10&network.hidden=8,8&objective.loss=softmax"
        "&optimizer.kind=adamw&optimizer.epsilon=0.0000123",
    ):
        follow(page, experiment)
        for size in ("320x256", "768x1024", "1280x640", "1366x768"):
            resize(page, size)
            assert page.evaluate(FAULTS) == [], (experiment, size)
            assert page.evaluate(SMALL_TARGETS) == [], (experiment, size)
    # On a phone the heads of three columns have no room between them: what adds a layer lies over them.
    follow(page, "#network.hidden=3,3,3")
    resize(page, "360x740")
    page.get_by_role("button", name="Add a hidden layer between layers 1 and 2").click()
    expect(page.get_by_role("button", name="Remove layer 4")).to_be_attached()
