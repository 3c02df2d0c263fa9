"""`python -m tests.load.audience`: many pages watch one run, each with a socket of its own: pages of its visitor, or,
with `--spotlight`, those of a class in which it is lit.

It prints the frames of each page, their age, how many different frames all pages got, and what a frame costs the server
for each page. Nothing here is asserted.
"""

import argparse
import asyncio
import random
import time
from collections.abc import Sequence
from typing import Any, ClassVar

import httpx
from uvloop import run

from tests.app.client import Message, serving
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
    "CHALKNET_MEMBERS_PER_CLASS": "1000",
}
"""One visitor may open as many pages as a class does, and a class may be as large."""
ARRIVAL_SECONDS = 5.0


class Watcher(Visitor):
    """A page that counts the different frames that it gets, among those of all pages."""

    encoded: ClassVar[set[tuple[float, bool]]] = set()
    """When each frame was made, and whether it is full."""

    def note(self, frame: Message, size: int) -> None:
        if self.measuring.is_set():
            self.encoded.add((frame["taken"], frame["full"]))
        super().note(frame, size)


async def audience(pages: int, rate: float, seconds: float, *, is_lit: bool) -> None:
    """Let pages come to a run that plays, one after another, and measure for so many seconds."""
    with serving(**ROOM) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as http:
            measuring = asyncio.Event()
            first = Visitor(server, http, rate, measuring)
            await first.arrive({})
            watchers = [Watcher(server, http, rate, measuring) for _ in range(pages)]
            Watcher.encoded.clear()
            if is_lit:
                await light(first, watchers)
            for watcher in watchers:
                watcher.run, watcher.next_change = first.run, float("inf")
                if not is_lit:
                    watcher.cookie = first.cookie
                watcher.socket = await PageSocket.open(server, watcher.cookie, watcher.hear)
                watcher.socket.say("watch", run=watcher.run, views={"frames_per_second": rate})
                await asyncio.sleep(random.random() * 2 * ARRIVAL_SECONDS / pages)
            player = await PageSocket.open(server, first.cookie, lambda message: None)
            player.say("play", run=first.run)
            await asyncio.sleep(2)
            measuring.set()
            usage, late, own = Usage(server), await lateness(http), time.process_time()
            await asyncio.sleep(seconds)
            notes = [watcher.notes for watcher in watchers]
            each = [note.frames / seconds for note in notes]
            late_by = [percentile(late, await lateness(http), percent) for percent in (50, 95, 99)]
            shown = "see one run in the spotlight" if is_lit else "watch one run"
            print(f"\n{pages} pages {shown} at {rate:g} frames a second")
            print(f"  frames a second each    {sum(each) / pages:.1f} (least {min(each):.1f})")
            print(f"  frame age               {percentiles([age for note in notes for age in note.ages])}")
            print(
                f"  different frames        {len(Watcher.encoded) / seconds:.1f} a second for all pages together"
            )
            print(f"  event loop late by      {' / '.join(late_by)} ms")
            print(f"  server                  {usage.report(max(1, sum(note.frames for note in notes)))}")
            print(f"  load generator          {100 * (time.process_time() - own) / seconds:.0f} % of a core")
            for failed in {watcher.failure for watcher in watchers} - {""}:
                print(f"  a page failed: {failed}")
            for watcher in watchers:
                watcher.socket.close()
            player.close()


async def light(first: Visitor, members: Sequence[Visitor]) -> None:
    """Open a class, let all of them join it, and light the run of the first member."""
    http, teacher = first.http, {"Cookie": first.cookie, "Origin": first.server.url}

    async def ask(method: str, path: str, headers: dict[str, str], **body: Any) -> Any:
        answer = await http.request(method, f"/api/classes{path}", json=body, headers=headers)
        return answer.raise_for_status().json() if answer.content else None

    code = (await ask("POST", "", teacher, title="Load"))["code"]
    seat = await ask("POST", f"/{code}/seat", teacher)
    first.run = (await ask("POST", f"/{code}/seat/run", teacher))["run"]
    for member in members:
        await member.load_page()
        await ask("POST", f"/{code}/seat", {"Cookie": member.cookie, "Origin": first.server.url})
    await ask("PUT", f"/{code}/spotlight", teacher, member=seat["id"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, nargs="*", default=[1, 100, 500])
    parser.add_argument("--rate", type=float, default=20, help="frames a second that each page asks for")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--spotlight", action="store_true", help="the pages are those of a class")
    given = parser.parse_args()
    for pages in given.pages:
        run(audience(pages, given.rate, given.seconds, is_lit=given.spotlight))


if __name__ == "__main__":
    main()
