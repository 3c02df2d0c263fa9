"""How long a page takes until its first frame is drawn, and what it weighs.

`python -m tests.load.first_frame [folder ...]` compares source trees of Chalknet with their bundles, this one by
default. Each has a server of its own, and they take turns, because the machine is noisy: what counts is the ratio.
Every load is a visitor's first, with an empty cache, in Chromium.
"""

import statistics
import sys
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from tests.app.client import CHALKNET, serving_from
from tests.browser.conftest import CHROMIUM, FLAGS

LOADS = 9
HERE = Path(__file__).parents[2]

MARK = """
window.WebSocket = class extends WebSocket {
  constructor(url) {
    super(url);
    performance.mark("socket asked for");
    this.addEventListener("open", () => performance.mark("socket is open"));
    this.addEventListener("message", ({ data }) => data.byteLength > 1000 && performance.mark("frame is there"));
  }
};
const observer = new MutationObserver(() => {
  if (["", "–", undefined].includes(document.getElementById("test-loss")?.textContent)) return;
  observer.disconnect();
  performance.mark("frame is drawn");
  requestAnimationFrame(() => requestAnimationFrame(() => {
    performance.mark("first frame");
    console.debug("first frame");
  }));
});
observer.observe(document, { subtree: true, childList: true, characterData: true });
let shift = 0;
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) shift += value;
  window.shift = shift;
}).observe({ type: "layout-shift", buffered: true });
"""
"""The test loss is written with the first frame; two frames of the screen later it has been painted."""

SEEN = """() => {
  const at = (name) => performance.getEntriesByName(name)[0]?.startTime ?? NaN;
  const page = performance.getEntriesByType("navigation")[0];
  const files = performance.getEntriesByType("resource").filter(({ initiatorType: by }) => by !== "fetch");
  const asked = performance.getEntriesByType("resource").find(({ name }) => name.includes("/api/runs"));
  return {
    "HTML is there": page.responseEnd,
    "files are there": Math.max(...files.map((file) => file.responseEnd)),
    "painted first": at("first-contentful-paint"),
    "run asked for": asked?.startTime ?? NaN,
    "run is there": asked?.responseEnd ?? NaN,
    "socket asked for": at("socket asked for"),
    "socket is open": at("socket is open"),
    "frame is there": at("frame is there"),
    "frame is drawn": at("frame is drawn"),
    "first frame": at("first frame"),
    "files": files.length,
    "compressed kB": [page, ...files].reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1000,
    "layout shift": window.shift ?? 0,
  };
}"""
"""Milliseconds since the navigation began; the weight is of all files that are loaded by then."""


def load(browser: Browser, url: str) -> dict[str, float]:
    """What one first visit measures."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.add_init_script(MARK)
    devtools = context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    # To ask the page again and again whether it is there would cost the page a good part of what is measured.
    with page.expect_console_message(lambda message: message.text == "first frame"):
        page.goto(url, wait_until="commit")
    seen: dict[str, float] = page.evaluate(SEEN)
    metrics = {each["name"]: each["value"] for each in devtools.send("Performance.getMetrics")["metrics"]}
    seen["main thread"] = 1000 * metrics["TaskDuration"]
    context.close()
    return seen


def main(folders: list[str]) -> None:
    with ExitStack() as stack:
        kept = Path(stack.enter_context(TemporaryDirectory()))
        # A forked server would have the modules of this process, whatever its path.
        urls = {
            folder: stack.enter_context(
                serving_from(kept / f"{number}.db", program=CHALKNET, PYTHONPATH=folder, PYTHONSAFEPATH="1")
            ).url
            for number, folder in enumerate(folders)
        }
        browser = stack.enter_context(sync_playwright()).chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for url in urls.values():
            load(browser, url)
        seen: dict[str, list[dict[str, float]]] = defaultdict(list)
        for _ in range(LOADS):
            for folder, url in urls.items():
                seen[folder].append(load(browser, url))
        browser.close()
    medians = {
        folder: {what: statistics.median(each[what] for each in loads) for what in loads[0]}
        for folder, loads in seen.items()
    }
    print(f"First frame, medians of {LOADS} first visits, in ms since the navigation began")
    for what, first in medians[folders[0]].items():
        row = [median[what] for median in medians.values()]
        ratios = "".join(f"  ({value / first:.2f} times)" for value in row[1:] if first)
        digits = 3 if what == "layout shift" else 0
        print(f"  {what:<16}" + "".join(f"{value:8.{digits}f}" for value in row) + ratios)


if __name__ == "__main__":
    main(sys.argv[1:] or [str(HERE)])
