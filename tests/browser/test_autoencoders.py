"""Autoencoders on the page: originals and reconstructions, noise, the plane of a layer and the pointer in it; and where
a network of classes looks."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, until, wait_for
from tests.browser.test_looks import violations

DIGITS = "data.kind=digits&data.samples=600&network.hidden=20&objective.loss=softmax&training.batch_size=30"
PICTURE = "document.getElementById('decoded-picture').toDataURL()"
PLANE = "document.querySelector('#embedding-plane canvas').toDataURL()"


def pictures(page: Page, row: str) -> list[str]:
    found: list[str] = page.evaluate(
        f"Array.from(document.querySelectorAll('[data-row={row}]'), (each) => each.toDataURL())"
    )
    return found


def test_an_autoencoder_trains_is_disturbed_decoded_and_left_again(visit: Visit) -> None:
    page = visit(f"/#{DIGITS}")
    choice = page.locator("#architecture-choice")
    choice.select_option("autoencoder")
    shown = page.locator("#reconstructions")
    expect(shown.locator("button[aria-pressed]")).to_have_count(10)
    expect(shown.locator("canvas")).to_have_count(20)
    expect(page.locator("#architecture-about")).not_to_contain_text("side outputs")
    until(page, "document.querySelector('[data-row=reconstructions]').width === 28")
    wait_for(page, lambda: len(set(pictures(page, "originals"))) == 10)
    originals, before = pictures(page, "originals"), pictures(page, "reconstructions")
    page.click("#play")
    until(page, "Number(document.getElementById('train-loss').textContent) < 300")
    page.click("#play")
    expect(page.locator("#test-accuracy")).to_contain_text("off on average")
    # A busy server may leave the pictures out of frames while the run plays, but not when it stands.
    wait_for(page, lambda: pictures(page, "reconstructions") != before)
    assert pictures(page, "originals") == originals

    page.check("#noise")
    expect(shown.locator("canvas")).to_have_count(30)
    expect(choice).to_have_value("autoencoder")
    wait_for(page, lambda: len(set(pictures(page, "noisy"))) == 10)
    page.click("#undo")
    expect(shown.locator("canvas")).to_have_count(20)

    page.click("#open-plane")
    expect(page.locator("#embedding-layer")).to_have_value("3")  # the bottleneck
    expect(page.locator("#embedding-about")).to_have_text("250 test samples by the layer's two units.")
    expect(page.locator("#tightness-value")).to_have_text(re.compile(r"\d"))
    plane = page.locator("#embedding-plane")
    expect(plane).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#decoded-where")).to_contain_text("The pointer is at")
    until(page, "document.getElementById('decoded-picture').width === 28")
    first = page.evaluate(PICTURE)
    page.keyboard.press("Shift+ArrowUp")
    until(page, f"{PICTURE} !== {first!r}")
    page.keyboard.press("Enter")  # the nearest sample is shown everywhere
    expect(page.locator("#embedding-plane")).to_be_focused()
    until(page, "document.querySelector('.drawing .hint').hidden")
    assert violations(page) == []
    # Escape takes the pointer out of the plane, and nothing else hears it.
    page.evaluate("document.addEventListener('keydown', event => { window.heard = event.defaultPrevented; })")
    page.keyboard.press("Escape")
    expect(page.locator("#decoded-where")).to_have_text("")
    assert page.evaluate("window.heard")
    expect(plane).to_be_focused()

    # Another layer has a plane, too; what has none is said in words.
    two = page.evaluate(PLANE)
    page.locator("#embedding-layer").select_option("1")
    expect(page.locator("#embedding-about")).to_contain_text(
        "two principal components (PC) of the layer's 128"
    )
    until(page, f"{PLANE} !== {two!r}")

    choice.select_option("dense")
    expect(page.get_by_label("Units of layer 1")).to_have_value("20")
    expect(shown).to_be_hidden()
    until(page, "location.hash.includes('objective.loss=softmax')")
    assert "optimizer" not in page.evaluate("location.hash")  # as before the autoencoder
    page.click("#undo")
    expect(choice).to_have_value("autoencoder")
    expect(shown).to_be_visible()
    page.get_by_label("Circle").check(force=True)
    expect(shown).to_be_hidden()
    expect(page.locator(".error:visible")).to_have_count(0)


def test_any_network_shows_where_a_layer_puts_the_samples(visit: Visit) -> None:
    page = visit("/#network.hidden=3,1", width=360, height=740, theme="dark")
    page.locator("#embedding summary").click()
    # The layer of one unit has no plane.
    expect(page.locator("#embedding-about")).to_contain_text("3 numbers")
    page.locator("#embedding-plane").click(position={"x": 100, "y": 100})
    expect(page.locator("#decoded-outputs li")).to_have_count(1)
    page.locator("#embedding-layer").select_option("2")
    expect(page.locator("#embedding-refusal")).to_have_text(
        "Layer 2 has one unit: a plane needs two or more."
    )
    expect(page.locator("#embedding-plane")).to_be_hidden()
    page.locator("#embedding-layer").select_option("0")
    expect(page.locator("#embedding-about")).to_contain_text("two units")
    expect(page.locator("#embedding-refusal")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []


def test_a_network_of_pictures_shows_where_it_looks(visit: Visit) -> None:
    page = visit(f"/#{DIGITS}", theme="dark", locale="zh-CN")
    page.locator("#attribution summary").click()
    maps = ("saliency", "occlusion", "attributed")
    seen = (
        "Array.from(document.querySelectorAll('.attribution-page canvas'), (each) => each.toDataURL()).join()"
    )
    until(page, "document.getElementById('occlusion')?.width === 224")
    of_first = page.evaluate(seen)
    page.locator("#attribution-class").select_option("3")
    expect(page.locator("#attribution-score")).to_contain_text("类别 3")
    until(page, f"{seen} !== {of_first!r}")
    page.click("#undo")
    expect(page.locator("#attribution-class")).to_have_value("")
    page.click("#play")
    until(page, f"{seen} !== {of_first!r} && Number(document.getElementById('train-loss').textContent) < 2")
    page.click("#play")
    for name in maps:
        expect(page.locator(f"#{name}")).to_have_attribute("aria-label", re.compile("."))
    assert violations(page) == []
    page.get_by_label("圆环").check(force=True)
    expect(page.locator("#attribution")).to_be_hidden()


def test_samples_that_are_no_pictures_have_a_dense_one(visit: Visit) -> None:
    page = visit("/#data.kind=parity&data.bits=4&network.hidden=4")
    choice = page.locator("#architecture-choice")
    expect(choice.locator("option:not([disabled])")).to_have_count(2)
    choice.select_option("autoencoder")
    expect(page.locator("#sample")).to_contain_text("the first output")
    page.locator("#map").click(position={"x": 20, "y": 20})
    expect(page.locator("#reconstructed-row tbody tr")).to_have_count(4)
    expect(page.locator("#reconstructions")).to_be_hidden()
    assert violations(page) == []
    choice.select_option("dense")
    expect(page.locator("#reconstructed-row")).to_be_hidden()
    expect(page.get_by_label("Units of layer 1")).to_have_value("4")
    page.get_by_label("Classification", exact=True).check(force=True)
    expect(choice).to_be_hidden()
    expect(page.locator(".error:visible")).to_have_count(0)
