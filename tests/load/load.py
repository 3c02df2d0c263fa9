"""`make load`: a class on this machine, with real sockets and real frames, each decoded and acknowledged.

It prints what a teacher would feel: frames a second, how old they are, how soon a change is seen, and what it
costs the server. Nothing here is asserted; server and load share the cores.
"""

import argparse
import asyncio
import random
import time
from collections.abc import Sequence

import httpx
import numpy as np
from uvloop import run

from tests.app.client import serving
from tests.load.bad_clients import BAD
from tests.load.usage import Usage, lateness, percentile
from tests.load.visitor import Visitor

SETTINGS = {
    "CHALKNET_HOSTS": "",  # as many as there are by default
    "CHALKNET_VISITORS_PER_MINUTE_PER_ADDRESS": "100000",
    "CHALKNET_METRICS_PUBLIC": "true",
    "CHALKNET_HEARTBEAT_TIMEOUT": "5",
}


def some_shape() -> list[int]:
    """Units of each hidden layer, as a visitor may draw them."""
    return [random.randint(1, 8) for _ in range(random.randint(1, 4))]


def percentiles(seconds: Sequence[float]) -> str:
    if not seconds:
        return "none"
    return " / ".join(f"{1e3 * value:.0f}" for value in np.percentile(seconds, [50, 95, 99])) + " ms"


async def answers(http: httpx.AsyncClient, taken: list[float]) -> None:
    """How long the server takes to answer the simplest question."""
    while True:
        began = time.monotonic()
        await http.get("/healthz")
        taken.append(time.monotonic() - began)
        await asyncio.sleep(0.25)


async def crowd(visitors: int, rate: float, seconds: float, *, own_shapes: bool, bad: int) -> None:
    """Let them arrive, wait until all play, and measure for so many seconds."""
    with serving(**SETTINGS) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as http:
            measuring = asyncio.Event()
            people = [Visitor(server, http, rate, measuring) for _ in range(visitors)]
            worst = [Visitor(server, http, rate, measuring) for _ in range(bad)]
            for person in people + worst:
                await person.arrive({"training": {"seed": random.randrange(1000)}})
            # Not every second one: the server places its runs in turns.
            for person in random.sample(people, visitors // 2) if own_shapes else ():
                person.own_shape = some_shape()
            tasks = [asyncio.create_task(person.stay(change_every=5, leave_every=30)) for person in people]
            tasks += [asyncio.create_task(BAD[n % len(BAD)](person)) for n, person in enumerate(worst)]  # type: ignore[arg-type]
            await asyncio.sleep(5)
            taken: list[float] = []
            tasks.append(asyncio.create_task(answers(http, taken)))
            measuring.set()
            usage = Usage(server)
            late = await lateness(http)
            own = time.process_time()
            await asyncio.sleep(seconds)
            frames = max(1, sum(person.notes.frames for person in people))
            print(f"\n{visitors} visitors asking for {rate:g} frames a second, {bad} bad clients", end="")
            print(", half of them changed to shapes of their own" if own_shapes else "")
            notes = [person.notes for person in people]
            each = [note.frames / seconds for note in notes]
            print(f"  frames a second each    {np.mean(each):.1f} (least {min(each):.1f})")
            print(f"  frame age               {percentiles([age for note in notes for age in note.ages])}")
            print(f"  control to visible      {percentiles([t for note in notes for t in note.controls])}")
            print(f"  /healthz answers in     {percentiles(taken)}")
            late_by = [percentile(late, await lateness(http), percent) for percent in (50, 95, 99)]
            print(f"  event loop late by      {' / '.join(late_by)} ms")
            print(
                f"  bytes a second each     {sum(note.received for note in notes) / seconds / visitors:.0f}"
            )
            steps = [note.steps for note in notes if note.frames]
            print(
                f"  steps each              {min(steps)} to {max(steps)}: the largest gap between two visitors is "
                f"{max(steps) / max(1, min(steps)):.2f} times"
            )
            print(f"  server                  {usage.report(frames)}")
            print(f"  load generator          {100 * (time.process_time() - own) / seconds:.0f} % of a core")
            failed = [task for task in tasks if task.done()]
            for task in failed[:3]:
                print(f"  a client failed: {task.exception()!r}")
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visitors", type=int, help="without it: each of the design's budgets in turn")
    parser.add_argument("--rate", type=float, default=20, help="frames a second that each asks for")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--bad", type=int, default=6, help="bad clients among them")
    parser.add_argument(
        "--own-shapes", action="store_true", help="half of them change to shapes of their own"
    )
    given = parser.parse_args()
    budgets = [(200, 20.0, False), (400, 10.0, False), (200, 20.0, True)]
    if given.visitors:
        budgets = [(given.visitors, given.rate, given.own_shapes)]
    for visitors, rate, own_shapes in budgets:
        run(crowd(visitors, rate, given.seconds, own_shapes=own_shapes, bad=given.bad))


if __name__ == "__main__":
    main()
