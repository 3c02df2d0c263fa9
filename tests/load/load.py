"""`make load`: a class on this machine, with real sockets and real frames, each decoded and acknowledged.

It prints what a teacher would feel: frames a second, how old they are, how soon a change is seen, and what it
costs the server. Nothing here is asserted; server and load share the cores.
"""

import argparse
import asyncio
import random
import time
from collections.abc import Sequence
from typing import Any

import httpx
import numpy as np
import psutil

from tests.app.client import Server, serving
from tests.load.bad_clients import BAD
from tests.load.visitor import Visitor

ONE_ADDRESS = {"CHALKNET_VISITORS_PER_MINUTE_PER_ADDRESS": "100000"}


def experiment(*, own_shape: bool) -> dict[str, Any]:
    """The default experiment, or one with a shape of its own."""
    if not own_shape:
        return {"training": {"seed": random.randrange(1000)}}
    hidden = [random.randint(1, 8) for _ in range(random.randint(1, 4))]
    return {"network": {"hidden": hidden}, "training": {"seed": random.randrange(1000)}}


class Usage:
    """Processor time and memory of a server and all its processes."""

    def __init__(self, server: Server) -> None:
        web = psutil.Process(server.process.pid)
        self.processes = {"web": [web], "hosts": web.children(recursive=True)}
        self.began = time.monotonic()
        self.before = self.seconds()

    def seconds(self) -> dict[str, float]:
        return {
            name: sum(sum(process.cpu_times()[:2]) for process in processes)
            for name, processes in self.processes.items()
        }

    def report(self, frames: int) -> str:
        """Since the beginning: cores and µs a frame of each part, and the memory of all."""
        elapsed = time.monotonic() - self.began
        used = {name: seconds - self.before[name] for name, seconds in self.seconds().items()}
        memory = sum(process.memory_info().rss for part in self.processes.values() for process in part)
        parts = [
            f"{name} {100 * s / elapsed:.0f} % ({1e6 * s / frames:.0f} µs a frame)"
            for name, s in used.items()
        ]
        return f"{', '.join(parts)}, memory {memory / 2**20:.0f} MB"


def percentiles(seconds: Sequence[float]) -> str:
    if not seconds:
        return "none"
    return " / ".join(f"{1e3 * value:.0f}" for value in np.percentile(seconds, [50, 95, 99])) + " ms"


async def answers(http: httpx.AsyncClient, taken: list[float]) -> None:
    """How long the server takes to answer the simplest question: its event loop's lateness, and a round trip."""
    while True:
        began = time.monotonic()
        await http.get("/healthz")
        taken.append(time.monotonic() - began)
        await asyncio.sleep(0.1)


async def crowd(visitors: int, rate: float, seconds: float, *, own_shapes: bool, bad: int) -> None:
    """Let them arrive, wait until all play, and measure for so many seconds."""
    with serving(**ONE_ADDRESS) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as http:
            measuring = asyncio.Event()
            people = [Visitor(server, http, rate, measuring) for _ in range(visitors)]
            worst = [Visitor(server, http, rate, measuring) for _ in range(bad)]
            for index, person in enumerate(people + worst):
                await person.arrive(experiment(own_shape=own_shapes and index % 2 == 1))
            tasks = [asyncio.create_task(person.stay(change_every=5, leave_every=30)) for person in people]
            tasks += [asyncio.create_task(BAD[n % len(BAD)](person)) for n, person in enumerate(worst)]  # type: ignore[arg-type]
            await asyncio.sleep(5)
            taken: list[float] = []
            tasks.append(asyncio.create_task(answers(http, taken)))
            measuring.set()
            usage = Usage(server)
            own = time.process_time()
            await asyncio.sleep(seconds)
            frames = max(1, sum(person.notes.frames for person in people))
            print(f"\n{visitors} visitors asking for {rate:g} frames a second, {bad} bad clients", end="")
            print(", half of them with shapes of their own" if own_shapes else "")
            notes = [person.notes for person in people]
            each = [note.frames / seconds for note in notes]
            print(f"  frames a second each    {np.mean(each):.1f} (least {min(each):.1f})")
            print(f"  frame age               {percentiles([age for note in notes for age in note.ages])}")
            print(f"  control to visible      {percentiles([t for note in notes for t in note.controls])}")
            print(f"  /healthz answers in     {percentiles(taken)}")
            print(
                f"  bytes a second each     {sum(note.received for note in notes) / seconds / visitors:.0f}"
            )
            steps = [note.steps for note in notes if note.frames]
            print(
                f"  steps each              {min(steps)} to {max(steps)}, {max(steps) / max(1, min(steps)):.2f} times"
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
    parser.add_argument("--visitors", type=int)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--bad", type=int, default=6)
    parser.add_argument("--own-shapes", action="store_true")
    given = parser.parse_args()
    budgets = [(200, 20.0, False), (400, 10.0, False), (200, 20.0, True)]
    if given.visitors:
        budgets = [(given.visitors, given.rate, given.own_shapes)]
    for visitors, rate, own_shapes in budgets:
        asyncio.run(crowd(visitors, rate, given.seconds, own_shapes=own_shapes, bad=given.bad))


if __name__ == "__main__":
    main()
