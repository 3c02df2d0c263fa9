"""What a frame costs the browser's main thread: script, layout and style, without and with the painting.

`python -m tests.load.main_thread` plays the default network and others at 20 frames a second in Chromium, which paints
in software here: the painting is what a machine with a graphics processor hardly feels.
"""

from playwright.sync_api import Page, sync_playwright

from tests.app.client import serving
from tests.browser.conftest import CHROMIUM, FLAGS, until

SECONDS = 4
SCENES = {
    "default network": ("", "0"),
    "six layers of eight": ("#network.hidden=8,8,8,8,8,8", "0"),
    "ten classes": ("#data.kind=blobs&data.classes=10&objective.loss=softmax", "0"),
    "curve": ("#data.kind=sine&data.features=x1", "0"),
    "digits": ("#data.kind=digits&data.side=16&objective.loss=softmax&network.hidden=32", "0"),
    "inside the layers": ("", "document.getElementById('inside').open = true"),
    "worked example": ("", "document.getElementById('worked').open = true"),
}
"""By name: the experiment in the address, and what is opened."""


def cost(page: Page) -> tuple[int, float, float]:
    """Frames drawn in some seconds, and milliseconds a frame: script, layout and style alone, and all tasks."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")

    def spent() -> dict[str, float]:
        return {each["name"]: each["value"] for each in devtools.send("Performance.getMetrics")["metrics"]}

    before = spent()
    start = int(page.inner_text("#iteration").replace(",", ""))
    page.wait_for_timeout(1000 * SECONDS)
    after = spent()
    steps = int(page.inner_text("#iteration").replace(",", "")) - start
    frames = 20 * SECONDS
    own = sum(
        after[name] - before[name] for name in ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")
    )
    return steps, own / frames * 1000, (after["TaskDuration"] - before["TaskDuration"]) / frames * 1000


def main() -> None:
    with serving() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        print(
            f"Main thread a frame at 20 frames a second, over {SECONDS} s: own work, and with all of painting"
        )
        for name, (address, act) in SCENES.items():
            page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
            page.goto(f"{server.url}/{address}")
            until(page, "(document.getElementById('test-loss')?.textContent ?? '–') !== '–'")
            page.evaluate(act)
            page.click("#play")
            page.wait_for_timeout(1500)
            steps, own, everything = cost(page)
            print(f"  {name:<20}{own:6.1f} ms {everything:6.1f} ms   ({steps} steps)")
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
