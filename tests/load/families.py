"""A family of 64 variations, from the engine to the page: `python -m tests.load.families`, a part of `make bench`.

First the host alone, at full speed and at the page's: steps and frames a second, bytes of a frame, and the share of a
core. Then a server with Chromium, whose page draws the contact sheet: frames that are drawn a second, and what each
costs the main thread.
"""

import app.trainer.blas  # noqa: F401  isort: skip  (one thread for linear algebra, as in a host; before NumPy)

import time

import msgpack
from playwright.sync_api import sync_playwright

from app.document.family import beginning
from app.trainer.child import snapshot_of
from app.trainer.run_host import RunHost
from engine.experiment import Experiment
from engine.family import Variation
from tests.app.client import serving
from tests.browser.conftest import CHROMIUM, FLAGS, READY, until
from tests.load.main_thread import cost, heard

SEEDS = Variation(field="training.seed", values=tuple(range(64)))
SECONDS = 4.0
VIEWS = {"resolution": 24, "still_resolution": 24, "stride": 1, "frames_per_second": 10}


def on_host(speed: float | None) -> str:
    """What a host of its own does with the family in some seconds."""
    host = RunHost()
    host.start("family", Experiment(), msgpack.unpackb(beginning(Experiment(), [SEEDS])), "visitor")
    host.watch("family", "page", VIEWS)
    host.control("family", {"do": "speed", "iterations_per_second": speed})
    host.control("family", {"do": "play"})
    frames = size = 0
    step, cpu, end = 0, 0.0, time.monotonic() + 1  # the first second finds out how many steps fit into a turn
    for measured in (False, True):
        if measured:
            frames, step, cpu = 0, host.snapshot("family")["step"], time.process_time()
            end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            for frame in host.advance(time.monotonic()):
                frames, size = frames + 1, len(snapshot_of(frame).frame)
            time.sleep(min(host.next_due(time.monotonic()) or 0.0, 0.05))
    steps = host.snapshot("family")["step"] - step
    busy = (time.process_time() - cpu) / SECONDS
    return (
        f"{frames / SECONDS:5.1f} frames and {64 * steps / SECONDS:8.0f} steps a second of all members, "
        f"{size / 1000:.0f} kB a frame, {100 * busy:.0f} % of a core"
    )


def main() -> None:
    print("\nA family of 64 runs of 2-4-2-1")
    print(f"  host, 100 steps a second each    {on_host(100)}")
    print(f"  host, as fast as it can          {on_host(None)}")
    with serving(CHALKNET_FIRST_PLAY="false") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        sent, received = heard(page)
        page.goto(server.url)
        until(page, READY)
        page.locator("#families-title").click()
        page.get_by_label("Varies").select_option("training.seed")
        page.get_by_label("Values of Seed").fill(" ".join(map(str, range(64))))
        page.get_by_label("and", exact=True).select_option("")
        page.get_by_role("button", name="Begin the family").click()
        until(page, "document.querySelectorAll('#family-sheet button').length === 64")
        page.wait_for_timeout(1000)
        frames, own, all_of_it, rate = cost(page, sent, received)
        print(
            f"  page, 100 steps a second each    {frames:5.1f} frames a second drawn, {own:.1f} ms of the main thread "
            f"for each ({all_of_it:.1f} with painting), {rate:.0f} kB a second"
        )
        browser.close()


if __name__ == "__main__":
    main()
