"""The run as a file on the page: saved, opened from a choice and from a drop, refused in words, exported."""

import zipfile
from base64 import b64encode
from pathlib import Path

from playwright.sync_api import Download, Page, expect

from tests.browser.conftest import Visit, choose, follow, until
from tests.browser.test_looks import violations
from tests.browser.test_networks import step


def downloaded(page: Page, button: str) -> Download:
    with page.expect_download() as download:
        page.locator(button).press("Enter")
    return download.value


def drop(page: Page, name: str, content: bytes) -> None:
    """Drop a file in the middle of the page."""
    page.evaluate(
        """([name, content]) => {
          const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([bytes], name));
          for (const kind of ["dragover", "drop"])
            document
              .getElementById("diagram")
              .dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
        }""",
        [name, b64encode(content).decode()],
    )


def test_a_run_is_saved_and_opened_as_a_file(visit: Visit, tmp_path: Path) -> None:
    page = visit("/#network.hidden=3", expected="422")
    step(page, 3)
    loss = page.locator("#test-loss").inner_text()
    page.locator("#open-networks").click()
    dialog = page.locator("#networks")
    expect(dialog).to_be_visible()  # it loads first, and a key finds no button before
    saved = downloaded(page, "#save-run-file")
    assert saved.suggested_filename == "circle-2-3-1-step-3.chalknet"
    saved.save_as(tmp_path / "run.chalknet")
    expect(page.locator("#run-file-status")).to_have_text(
        "circle-2-3-1-step-3.chalknet is in your downloads."
    )
    numpy = downloaded(page, "#exports button[value=numpy]")
    assert numpy.suggested_filename == "circle-2-3-1-step-3-numpy.zip"
    assert zipfile.ZipFile(numpy.path()).namelist() == ["network.py", "weights.npz"]
    assert downloaded(page, "#exports button[value=onnx]").suggested_filename == "circle-2-3-1-step-3.onnx"
    assert violations(page, "#networks") == []
    page.keyboard.press("Escape")
    step_on = page.get_by_role("button", name="One iteration")
    step_on.click()
    expect(page.locator("#iteration")).to_have_text("4")

    content = (tmp_path / "run.chalknet").read_bytes()
    drop(page, "run.chalknet", content)
    expect(page.locator("#iteration")).to_have_text("3")
    expect(page.locator("#test-loss")).to_have_text(loss)
    expect(page.locator("#connection")).to_have_text("run.chalknet is open: it goes on where it was saved.")
    step_on.click()
    step_on.click()
    expect(page.locator("#iteration")).to_have_text("5")
    drop(page, "half.chalknet", content[: len(content) // 2])
    expect(page.locator("#connection")).to_have_text(
        "This is no file of a Chalknet network, or it is damaged."
    )
    expect(page.locator("#iteration")).to_have_text("5")
    drop(page, "flowers.csv", b"length,width,kind\n" + b"1,2,rose\n2,1,iris\n" * 10)
    expect(page.locator("#columns-title")).to_have_text("flowers.csv")

    # Another visitor, in Chinese, chooses it in the dialog, and comes back with undo.
    other = visit(locale="zh-CN")
    other.locator("#open-networks").click()
    choose(other.locator("#run-file"), tmp_path / "run.chalknet")
    expect(other.locator("#networks")).to_be_hidden()
    expect(other.locator("#iteration")).to_have_text("3")
    until(other, "location.hash === '#network.hidden=3'")
    other.locator("#undo").click()
    expect(other.locator("#iteration")).to_have_text("0")
    other.locator("#redo").click()
    expect(other.locator("#iteration")).to_have_text("3")
    expect(dialog).to_be_hidden()


def test_back_leads_from_an_opened_file_to_the_run_before(visit: Visit, tmp_path: Path) -> None:
    page = visit("/#data.kind=parity&data.bits=3")
    said = page.locator("#sample")
    expect(said).to_contain_text("of 8 are misclassified")
    page.locator("#open-networks").click()
    expect(page.locator("#networks")).to_be_visible()
    downloaded(page, "#save-run-file").save_as(tmp_path / "run.chalknet")
    page.keyboard.press("Escape")
    follow(page, "#data.kind=parity")
    before = said.inner_text()
    assert "of 16 are" in before
    drop(page, "run.chalknet", (tmp_path / "run.chalknet").read_bytes())
    expect(said).to_contain_text("of 8 are misclassified")
    until(page, "location.hash.includes('data.bits=3')")
    page.go_back()
    until(page, "!location.hash.includes('data.bits=3')")
    expect(said).to_have_text(before)
    page.go_forward()
    expect(said).to_contain_text("of 8 are misclassified")
