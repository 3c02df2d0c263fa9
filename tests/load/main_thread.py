"""What a frame costs the browser's main thread: script, layout and style, without and with the painting; and the line.

`python -m tests.load.main_thread [NAME ..]` plays the default network and others in Chromium, which paints
in software here: the painting is what a machine with a graphics processor hardly feels. The time is the thread's own,
so that other work on the machine does not count.
"""

import json
import sys
from urllib.parse import quote

from playwright.sync_api import Page, WebSocket, sync_playwright

from engine.architectures import ARCHITECTURES
from tests.app.client import serving
from tests.browser.conftest import CHROMIUM, FLAGS, until

SECONDS = 4
LENET = quote(
    json.dumps(
        [layer.model_dump(mode="json") for layer in ARCHITECTURES["lenet5"].layers((1, 28, 28))]
    ).replace('"', "'")
)
SEES = (
    "#data.kind=digits&data.side=28&data.samples=2000&objective.loss=softmax&optimizer.kind=adam"
    f"&optimizer.learning_rate=0.001&network.layers={LENET}"
)
SCENES = {
    "default network": ("", "0"),
    "six layers of eight": ("#network.hidden=8,8,8,8,8,8", "0"),
    "six layers of sixteen": ("#network.hidden=16,16,16,16,16,16", "0"),
    "ten classes": ("#data.kind=blobs&data.classes=10&objective.loss=softmax", "0"),
    "curve": ("#data.kind=sine&data.features=x1", "0"),
    "digits": ("#data.kind=digits&data.side=16&objective.loss=softmax&network.hidden=32", "0"),
    "digits, 300 units": ("#data.kind=digits&data.side=28&objective.loss=softmax&network.hidden=300", "0"),
    "digits, 300 and 300": (
        "#data.kind=digits&data.side=28&objective.loss=softmax&network.hidden=300,300",
        "0",
    ),
    "LeNet-5": (SEES, "0"),
    "LeNet-5, embedding": (SEES, "document.getElementById('embedding').open = true"),
    "LeNet-5, a cell": (SEES, "document.querySelector('[data-neuron=\"2.3\"]').click()"),
    "inside the layers": ("", "document.getElementById('inside').open = true"),
    "worked example": ("", "document.getElementById('worked').open = true"),
}
"""By name: the experiment in the address, and what is opened."""


def heard(page: Page) -> tuple[list[str | bytes], list[int]]:
    """What the page sends from now on, and how many bytes each message has that it gets."""
    sent: list[str | bytes] = []
    received: list[int] = []

    def hear(socket: WebSocket) -> None:
        socket.on("framesent", lambda data: sent.append(data))
        socket.on("framereceived", lambda data: received.append(len(data)))

    page.on("websocket", hear)
    return sent, received


def thread_time(page: Page, seconds: float) -> tuple[float, float]:
    """Milliseconds of the main thread in the next seconds: script, layout and style alone, and all tasks."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> dict[str, float]:
        return {each["name"]: each["value"] for each in devtools.send("Performance.getMetrics")["metrics"]}

    before = spent()
    page.wait_for_timeout(1000 * seconds)
    after = spent()
    took = {name: 1000 * (after[name] - before[name]) for name in after}
    own = sum(took[name] for name in ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration"))
    return own, took["TaskDuration"]


def cost(page: Page, sent: list[str | bytes], received: list[int]) -> tuple[float, float, float, float]:
    """Frames a second, milliseconds for each: script, layout and style alone, and all tasks; kB a second."""
    first, heard_before = len(sent), len(received)
    own, everything = thread_time(page, SECONDS)
    frames = max(1, len(sent) - first)  # each is acknowledged once it is drawn
    size = sum(received[heard_before:])
    return frames / SECONDS, own / frames, everything / frames, size / 1000 / SECONDS


def main(names: list[str]) -> None:
    with serving(CHALKNET_FIRST_PLAY="false") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        print(
            f"Main thread, for each frame drawn in {SECONDS} s: own work, and with all of painting; frames and kB a "
            "second"
        )
        for name in names:
            address, act = SCENES[name]
            page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
            sent, received = heard(page)
            page.goto(f"{server.url}/{address}")
            until(page, "(document.getElementById('test-loss')?.textContent ?? '–') !== '–'")
            page.evaluate(act)
            page.click("#play")
            page.wait_for_timeout(1500)
            rate, own, everything, kilobytes = cost(page, sent, received)
            print(f"  {name:<22}{own:6.1f} ms {everything:6.1f} ms   {rate:4.1f}/s {kilobytes:6.0f} kB/s")
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:] or [*SCENES])
