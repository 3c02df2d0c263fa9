"""A student brings a saved network, or a file, into the seat."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Visit, choose, until
from tests.browser.test_classroom import arrived, opened
from tests.browser.test_looks import violations
from tests.browser.test_networks import save, step

RUNS = "fetch('api/runs').then(answer => answer.json()).then(runs => runs.length)"


def test_a_saved_network_and_a_file_become_the_seats_own(visit: Visit, tmp_path: Path) -> None:
    ann = visit("/#network.hidden=3", expected="403")
    step(ann, 3)
    save(ann, "Mine")
    ann.get_by_role("button", name="My networks").click()
    with ann.expect_download() as taken:
        ann.locator("#save-run-file").click()
    file = tmp_path / taken.value.suggested_filename
    taken.value.save_as(file)

    teacher, code = opened(visit)
    ann.goto(teacher.url.removesuffix("/board"))
    ann.get_by_label("Your nickname").fill("Ann")
    ann.get_by_role("button", name="Join", exact=True).click()
    arrived(ann)
    expect(ann.locator("#iteration")).to_have_text("0")
    runs = ann.evaluate(RUNS)

    # A second press of the link while the first is under way opens nothing twice.
    dialog = ann.get_by_role("dialog", name="My networks")
    ann.get_by_role("button", name="My networks", exact=True).click()
    dialog.get_by_role("link", name="Mine").dblclick()
    expect(dialog).to_be_hidden()
    expect(ann.locator("#iteration")).to_have_text("3")
    assert "?class=" in ann.url and violations(ann) == []
    until(ann, f"{RUNS}.then(count => count === {runs})")
    teacher.get_by_role("button", name=re.compile("^Ann: .*loss")).click()
    expect(teacher.locator("#student-changes")).to_contain_text("loaded network")
    expect(teacher.locator("#student-layers")).to_have_text("2–3–1")

    # Undo leads back to what the seat had, and forth again.
    ann.locator("#undo").click()
    expect(ann.locator("#iteration")).to_have_text("0")
    ann.locator("#redo").click()
    expect(ann.locator("#iteration")).to_have_text("3")
    ann.locator("#undo").click()
    expect(ann.locator("#iteration")).to_have_text("0")

    # While the teacher has the chalk, it is refused in words, and nothing is left behind.
    member = ann.evaluate(f"fetch('api/classes/{code}').then(answer => answer.json())")["member"]["id"]
    chalk = f"api/classes/{code}/members/{member}/chalk"
    teacher.evaluate("path => fetch(path, { method: 'PUT' }).then(answer => answer.status)", chalk)
    expect(ann.locator("#class-eyes")).to_contain_text("chalk")
    runs += 1  # what the student had before
    ann.get_by_role("button", name="My networks", exact=True).click()
    dialog.get_by_role("link", name="Mine").click()
    expect(dialog.locator("#networks-error")).to_contain_text("chalk")
    choose(dialog.locator("#run-file"), file)
    expect(dialog.locator("#run-file-error")).to_contain_text("chalk")
    assert violations(ann) == []
    assert ann.evaluate(RUNS) == runs
    teacher.evaluate("path => fetch(path, { method: 'DELETE' }).then(answer => answer.status)", chalk)

    # Given back, the file is opened, and stays after a reload.
    expect(ann.locator("#class-eyes")).to_be_hidden()
    choose(dialog.locator("#run-file"), file)
    expect(dialog).to_be_hidden()
    expect(ann.locator("#iteration")).to_have_text("3")
    ann.reload()
    arrived(ann)
    expect(ann.locator("#iteration")).to_have_text("3")
    assert ann.evaluate(RUNS) == runs
