"""Shapes and a person's own pictures on the page: chosen, learned, called by the names of their classes."""

import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.app.pictures.files import encoded, plain, striped, two_classes, with_boxes, zipped
from tests.browser.conftest import Visit, choose, until
from tests.browser.test_looks import violations


def trained(page: Page) -> None:
    page.get_by_role("button", name="Play").click()
    until(page, "Number(document.getElementById('iteration').textContent.replace(',', '')) > 20")
    page.get_by_role("button", name="Pause").click()


def test_shapes_are_chosen_and_augmented(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("radio", name="Shapes").check(force=True)
    expect(page.locator("#data-kind-help")).to_contain_text("Discs, squares, triangles and crosses")
    until(page, "decodeURIComponent(location.hash).includes('data.kind=shapes')")
    expect(page.locator("#sample")).to_contain_text("are misclassified")
    expect(page.get_by_label("Output for class triangle")).to_be_visible()
    expect(page.get_by_text("Choose a sample", exact=True)).to_be_visible()
    page.get_by_role("button", name="Next mistake").click()
    expect(page.locator(".answer")).to_have_text(re.compile(r"Prediction: (disc|square|triangle|cross)"))
    expect(page.locator("[data-field='data.channels']").first).to_be_visible()
    page.locator("summary, button").filter(has_text="More").first.click()
    expect(page.locator("[data-field='data.rotation']")).to_be_visible()
    trained(page)


def test_own_pictures_are_sent_and_learned_from(visit: Visit, tmp_path: Path) -> None:
    archive = tmp_path / "colours.zip"
    archive.write_bytes(zipped(with_boxes(two_classes(10)) | {"red/broken.png": plain()[:50]}))
    page = visit("/", expected="422")
    page.get_by_role("button", name="Your own file").click()
    dialog = page.get_by_role("dialog")
    choose(page.locator("#file"), archive)
    expect(page.locator("#file-notes")).to_have_text("red/broken.png is damaged: left out")
    expect(page.locator("#pictures-about")).to_have_text("20 pictures with boxes: blue, red")
    assert violations(page, "#files") == []
    dialog.get_by_role("button", name="Learn from it").click()
    until(page, "decodeURIComponent(location.hash).includes('data.kind=pictures')")
    expect(page.locator("#open-files")).to_have_attribute("aria-current", "true")
    expect(page.get_by_label("Output for class red")).to_be_visible()
    trained(page)
    page.get_by_label("Class and box").check()
    expect(page.locator("#boxes-sheet li")).to_have_count(10)
    expect(page.locator("#boxes-mean")).to_contain_text("Mean IoU of these 10 samples: 0.")
    page.reload()
    expect(page.get_by_label("Class and box")).to_be_checked()
    expect(page.locator("#open-files")).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="Your own file").click()
    expect(page.locator("#files-list .about")).to_contain_text("20 pictures, 2 classes")
    choose(page.locator("#file"), {"name": "bad.zip", "mimeType": "application/zip", "buffer": b"hello"})
    expect(page.locator("#file-faults")).to_have_text("This is no ZIP archive, or a damaged one.")


def test_what_is_no_picture_is_named_before_it_is_sent(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("button", name="Your own file").click()
    files = {
        "cat_1.png": plain(),
        "cat_2.jpg": plain("blue", kind="JPEG"),
        "dog_1.png": plain("green"),
        "dog_2.png": plain()[:50],
        "dog_3.png": b"a text",
        "dog_4.png": encoded(striped(), save_all=True, append_images=[striped().rotate(90)]),
        "dog_5.png": encoded(Image.new("1", (4001, 4000))),
    }
    choose(
        page.locator("#file"),
        [FilePayload(name=name, mimeType="image/png", buffer=content) for name, content in files.items()],
    )
    expect(page.locator("#file-notes p")).to_have_text(
        [
            "dog_2.png is damaged: left out",
            "dog_3.png is no PNG or JPEG picture: left out",
            "dog_4.png is animated: left out",
            "dog_5.png has 4,001 × 4,000 pixels, more than 16,000,000 in all: left out",
        ]
    )
    first, second, *_ = (each.bounding_box() for each in page.locator("#file-notes p").all())
    assert first and second and first["y"] + first["height"] <= second["y"]  # a line each
    expect(page.locator("#tray [role=status]")).to_contain_text("3 pictures")
    # Those that come later are laid beside these.
    choose(page.locator("#file"), {"name": "bird.png", "mimeType": "image/png", "buffer": b""})
    expect(page.locator("#file-notes p")).to_have_text(["bird.png is no PNG or JPEG picture: left out"])
    expect(page.locator("#tray [role=status]")).to_contain_text("3 pictures")
