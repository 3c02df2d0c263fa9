"""Several frames between two repaints: the page draws the newest one, and has what only the full one before it had."""

import pytest

from tests.app.client import Message
from tests.browser.conftest import Visit, until, wait_for
from tests.browser.test_inside import frames_of

# From when the page asks for the panel's part of a frame, repaints wait.
HOLD = """((asked) => {
    const repaint = window.requestAnimationFrame.bind(window);
    const send = WebSocket.prototype.send;
    const held = [];
    let holds = false;
    window.requestAnimationFrame = (draw) => repaint((now) => (holds ? held.push(draw) : draw(now)));
    WebSocket.prototype.send = function (message) {
        holds ||= String(message).includes(asked);
        send.call(this, message);
    };
    window.release = () => {
        holds = false;
        held.forEach((draw) => repaint(draw));
    };
})"""

# The class colours on a canvas: how many of orange and blue there are.
COLOURS = """(() => {
    const canvas = document.querySelector("%s");
    if (!canvas?.width) return 0;
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
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
    wait_for(page, lambda: frames[-1].has(entry))
    assert frames[-1]["full"]
    page.click("#step")
    wait_for(page, lambda: frames[-1]["step"] == 1)
    assert not frames[-1].has(entry)
    page.evaluate("window.release()")
    until(page, seen)
