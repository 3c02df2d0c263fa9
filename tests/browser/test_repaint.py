"""Several frames between two repaints: the page draws the newest one, and has what only the full one before it had."""

import pytest

from tests.app.client import Message
from tests.browser.conftest import Visit, until, wait_for
from tests.browser.test_inside import frames_of

# From when the page first asks for the panel's part of a frame, repaints wait until they are released.
HOLD = """((asked) => {
    const repaint = window.requestAnimationFrame.bind(window);
    const send = WebSocket.prototype.send;
    const held = [];
    let [holds, isReleased] = [false, false];
    window.requestAnimationFrame = (draw) => repaint((now) => (holds ? held.push(draw) : draw(now)));
    WebSocket.prototype.send = function (message) {
        holds ||= !isReleased && String(message).includes(asked);
        send.call(this, message);
    };
    window.release = () => {
        [holds, isReleased] = [false, true];
        held.forEach((draw) => repaint(draw));
    };
})"""

# The class colours on a canvas: how many of orange and blue there are.
COLOURS = """(() => {
    const canvas = document.querySelector("%s");
    if (!canvas?.width) return 0;
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    let [orange, blue] = [false, false];
    for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] > 200 && data[i] > data[i + 2] + 100) orange = true;
        if (data[i + 3] > 200 && data[i + 2] > data[i] + 100) blue = true;
    }
    return orange + blue;
})()"""


@pytest.mark.parametrize(
    ("panel", "entry", "seen"),
    [
        ("embedding", "embedded_labels", f"{COLOURS % '#embedding-plane canvas'} === 2"),
        ("warped", "warped_labels", f"{COLOURS % '#warped canvas'} === 2"),
        ("ground", "ground_weights", "document.querySelectorAll('#ground select option').length > 20"),
    ],
    ids=["embedding", "warped", "ground"],
)
def test_what_only_a_full_frame_has_is_not_lost(visit: Visit, panel: str, entry: str, seen: str) -> None:
    frames: list[Message] = []
    page = visit("/#data.kind=gaussians", before=lambda page: frames_of(page, frames))
    page.evaluate(HOLD, f'"{panel}":')
    page.locator(f"#{panel} > summary").press("Enter")
    wait_for(page, lambda: any(frame.has(entry) for frame in frames))
    first = next(number for number, frame in enumerate(frames) if frame.has(entry))
    assert frames[first]["full"]
    page.click("#step")
    wait_for(page, lambda: len(frames) > first + 1)
    page.evaluate("window.release()")
    until(page, seen)
