"""What a frame costs the browser's main thread: script, layout and style, without and with the painting.

`python -m tests.load.main_thread` plays the default network and others in Chromium, which paints
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
    "digits, 300 units": ("#data.kind=digits&data.side=28&objective.loss=softmax&network.hidden=300", "0"),
    "digits, 300 and 300": (
        "#data.kind=digits&data.side=28&objective.loss=softmax&network.hidden=300,300",
        "0",
    ),
    "inside the layers": ("", "document.getElementById('inside').open = true"),
    "worked example": ("", "document.getElementById('worked').open = true"),
}
"""By name: the experiment in the address, and what is opened."""


def heard(page: Page) -> list[str | bytes]:
    """What the page sends from now on."""
    sent: list[str | bytes] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda data: sent.append(data)))
    return sent


def cost(page: Page, sent: list[str | bytes]) -> tuple[float, float, float]:
    """Frames a second, and milliseconds for each: script, layout and style alone, and all tasks."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")

    def spent() -> dict[str, float]:
        return {each["name"]: each["value"] for each in devtools.send("Performance.getMetrics")["metrics"]}

    before = spent()
    first = len(sent)
    page.wait_for_timeout(1000 * SECONDS)
    after = spent()
    frames = max(1, len(sent) - first)  # each is acknowledged once it is drawn
    own = sum(
        after[name] - before[name] for name in ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")
    )
    return (
        frames / SECONDS,
        own / frames * 1000,
        (after["TaskDuration"] - before["TaskDuration"]) / frames * 1000,
    )


def main() -> None:
    with serving(CHALKNET_FIRST_PLAY="false") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        print(
            f"Main thread, for each frame drawn in {SECONDS} s: own work, and with all of painting; frames a second"
        )
        for name, (address, act) in SCENES.items():
            page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
            sent = heard(page)
            page.goto(f"{server.url}/{address}")
            until(page, "(document.getElementById('test-loss')?.textContent ?? '–') !== '–'")
            page.evaluate(act)
            page.click("#play")
            page.wait_for_timeout(1500)
            rate, own, everything = cost(page, sent)
            print(f"  {name:<20}{own:6.1f} ms {everything:6.1f} ms   {rate:4.1f}/s")
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
