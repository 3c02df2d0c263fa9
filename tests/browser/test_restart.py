"""A page that stays open while the server is killed finds its run again, by itself."""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.app.client import serving_from
from tests.browser.conftest import until

ITERATION = "Number(document.getElementById('iteration').textContent.replace(/\\D/g, ''))"


def test_an_open_page_goes_on_after_the_server_was_killed(browser: Browser, tmp_path: Path) -> None:
    database = tmp_path / "chalknet.db"
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    often = {"CHALKNET_SAVE_SECONDS": "0.2", "CHALKNET_CHECKPOINT_SECONDS": "0.2"}
    with serving_from(database, **often) as server:
        page.goto(server.url)
        until(page, "document.getElementById('test-loss').textContent !== '–'")
        page.get_by_role("button", name="Play").click()
        until(page, f"{ITERATION} > 500")
        server.process.kill()
        server.process.wait()
        until(page, "document.documentElement.classList.contains('lost')")
    with serving_from(database, CHALKNET_PORT=str(urlsplit(server.url).port)):
        until(page, "!document.documentElement.classList.contains('lost')")
        again = int(page.evaluate(ITERATION))
        assert again > 0  # of these are as many kept as tests/app/storage/test_restart.py says
        until(page, f"{ITERATION} > {again + 100}")
    context.close()
