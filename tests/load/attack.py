"""`make attack`: twenty light visitors on a server that others try to stop, one way after another.

It prints what the twenty see beside each attack, as shares of what they see alone. Nothing here is asserted; server,
visitors and attackers share the cores.
"""

import argparse
import asyncio
from contextlib import suppress
from typing import Any, NamedTuple

import httpx
import numpy as np
from uvloop import run

from tests.app.client import Server, serving
from tests.load.attacks import ATTACKS, Attack, Attacker
from tests.load.load import SETTINGS, answers, percentiles
from tests.load.usage import Usage
from tests.load.visitor import Visitor

LIGHT = 20
RATE = 20.0
SETTLING_SECONDS = 4.0
ALONE = "alone"
CLASS = 30
"""Students who all learn from digits: what each of them sees is printed last."""
DIGITS: dict[str, Any] = {
    "data": {"kind": "digits", "samples": 60_000, "test_share": 0.1},
    "network": {"hidden": [128]},
    "objective": {"loss": "softmax"},
    "training": {"batch_size": 100},
}


class Seen(NamedTuple):
    """What the light visitors saw: frames and steps a second of each, on average and of the worst off."""

    frames: float
    least_frames: float
    steps: float
    least_steps: float
    ages: list[float]
    healthz: list[float]
    memory: float
    """In MB, the server with all its processes."""
    refused: int
    restarts: int

    def line(self, name: str, alone: "Seen | None") -> str:
        share = f"{100 * self.steps / alone.steps:.0f} %" if alone and alone.steps else ""
        return (
            f"{name:34} {self.frames:5.1f} ({self.least_frames:.1f})   "
            f"{self.steps:5.0f} ({self.least_steps:.0f}) {share:6} "
            f"{percentiles(self.ages):>18}   {percentiles(self.healthz):>18}   {self.memory:5.0f} MB   "
            f"{self.refused} refused, {self.restarts} restarts"
        )


async def restarts(http: httpx.AsyncClient) -> int:
    with suppress(httpx.HTTPError):
        text = (await http.get("/metrics")).text
        lines = [line for line in text.splitlines() if line.startswith("chalknet_host_restarts_total{")]
        return int(sum(float(line.split()[-1]) for line in lines))
    return -1


async def beside(
    server: Server,
    attack: Attack | None,
    seconds: float,
    count: int = LIGHT,
    experiment: dict[str, Any] | None = None,
) -> Seen:
    """Let so many visitors settle, the attack begin, and measure."""
    limits = httpx.Limits(max_connections=None)
    async with (
        httpx.AsyncClient(base_url=server.url, timeout=60) as http,
        httpx.AsyncClient(base_url=server.url, timeout=60, limits=limits) as theirs,
    ):
        measuring = asyncio.Event()
        people = [Visitor(server, http, RATE, measuring) for _ in range(count)]
        for number, person in enumerate(people):
            await person.arrive(experiment or {"training": {"seed": number}})
        tasks = [asyncio.create_task(person.stay(change_every=1e9, leave_every=1e9)) for person in people]
        attacker = Attacker(server, theirs)
        if attack:
            tasks.append(asyncio.ensure_future(attack(attacker)))
        await asyncio.sleep(SETTLING_SECONDS)
        taken: list[float] = []
        tasks.append(asyncio.create_task(answers(http, taken)))
        measuring.set()
        usage = Usage(server)
        await asyncio.sleep(seconds)
        frames = [person.notes.frames / seconds for person in people]
        steps = [person.notes.steps / seconds for person in people]
        seen = Seen(
            float(np.mean(frames)),
            min(frames),
            float(np.mean(steps)),
            min(steps),
            [age for person in people for age in person.notes.ages],
            taken,
            sum(usage.memory().values()) / 2**20,
            attacker.refused,
            await restarts(http),
        )
        for task in [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help=f"which of: {', '.join(ATTACKS)}; without any: all")
    parser.add_argument("--seconds", type=float, default=10)
    given = parser.parse_args()
    print(
        f"{LIGHT} light visitors beside           frames (least)  steps/s (least) of alone  age 50/95/99        "
        "/healthz 50/95/99"
    )
    alone = None
    for name in [ALONE, *(given.names or ATTACKS)]:
        with serving(**SETTINGS) as server:
            seen = run(beside(server, ATTACKS.get(name), given.seconds))
        alone = alone or seen
        print(seen.line(name, alone), flush=True)
    if not given.names:
        with serving(**SETTINGS) as server:
            seen = run(beside(server, None, given.seconds, CLASS, DIGITS))
        print(seen.line(f"{CLASS} students with 784-128-10", None))


if __name__ == "__main__":
    main()
