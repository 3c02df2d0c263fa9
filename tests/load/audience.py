"""`python -m tests.load.audience`: many pages watch one run, each with a socket of its own.

It prints the frames of each page, their age, and what a frame costs the server for each page. Nothing here is asserted.
"""

import argparse
import asyncio
import random
import time

import httpx
from uvloop import run

from tests.app.client import serving
from tests.load.load import SETTINGS, percentiles
from tests.load.page_socket import PageSocket
from tests.load.usage import Usage, lateness, percentile
from tests.load.visitor import Visitor

ROOM = {
    **SETTINGS,
    "CHALKNET_HOSTS": "1",
    "CHALKNET_SOCKETS_PER_VISITOR": "1000",
    "CHALKNET_SUBSCRIPTIONS_PER_VISITOR": "1000",
    "CHALKNET_COMMANDS_PER_SECOND": "10000",
    "CHALKNET_BYTES_PER_SECOND": "1e10",
}
"""One visitor may open as many pages as a class does."""
ARRIVAL_SECONDS = 5.0


async def audience(pages: int, rate: float, seconds: float) -> None:
    """Let pages come to a run that plays, one after another, and measure for so many seconds."""
    with serving(**ROOM) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as http:
            measuring = asyncio.Event()
            first = Visitor(server, http, rate, measuring)
            await first.arrive({})
            watchers = [Visitor(server, http, rate, measuring) for _ in range(pages)]
            for watcher in watchers:
                watcher.cookie, watcher.run, watcher.next_change = first.cookie, first.run, float("inf")
                watcher.socket = await PageSocket.open(server, watcher.cookie, watcher.hear)
                watcher.socket.say("watch", run=watcher.run, views={"frames_per_second": rate})
                await asyncio.sleep(random.random() * 2 * ARRIVAL_SECONDS / pages)
            watchers[0].socket.say("play", run=first.run)
            await asyncio.sleep(2)
            measuring.set()
            usage, late, own = Usage(server), await lateness(http), time.process_time()
            await asyncio.sleep(seconds)
            notes = [watcher.notes for watcher in watchers]
            each = [note.frames / seconds for note in notes]
            late_by = [percentile(late, await lateness(http), percent) for percent in (50, 95, 99)]
            print(f"\n{pages} pages watch one run at {rate:g} frames a second")
            print(f"  frames a second each    {sum(each) / pages:.1f} (least {min(each):.1f})")
            print(f"  frame age               {percentiles([age for note in notes for age in note.ages])}")
            print(f"  event loop late by      {' / '.join(late_by)} ms")
            print(f"  server                  {usage.report(max(1, sum(note.frames for note in notes)))}")
            print(f"  load generator          {100 * (time.process_time() - own) / seconds:.0f} % of a core")
            for failed in {watcher.failure for watcher in watchers} - {""}:
                print(f"  a page failed: {failed}")
            for watcher in watchers:
                watcher.socket.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, nargs="*", default=[1, 100, 500])
    parser.add_argument("--rate", type=float, default=20, help="frames a second that each page asks for")
    parser.add_argument("--seconds", type=float, default=10)
    given = parser.parse_args()
    for pages in given.pages:
        run(audience(pages, given.rate, given.seconds))


if __name__ == "__main__":
    main()
