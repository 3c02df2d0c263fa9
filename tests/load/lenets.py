"""`python -m tests.load.lenets`: a class that trains a LeNet-5 each, and light visitors beside it.

It prints the frames of both, their age, and how soon a change is seen. Nothing here is asserted; server and load share
the cores.
"""

import argparse
import asyncio
from typing import Any

import httpx
from uvloop import run

from engine.architectures import ARCHITECTURES
from tests.app.client import serving
from tests.load.load import SETTINGS, percentiles
from tests.load.usage import Usage
from tests.load.visitor import Visitor

LENET5: dict[str, Any] = {
    "data": {"kind": "digits", "samples": 4000, "test_share": 0.25},
    "network": {
        "layers": [layer.model_dump(mode="json") for layer in ARCHITECTURES["lenet5"].layers((1, 28, 28))]
    },
    "objective": {"loss": "softmax"},
    "training": {"batch_size": 32},
}
SETTLING_SECONDS = 10.0


async def beside(students: int, light: int, seconds: float) -> None:
    """Let them arrive, wait until all play, and measure for so many seconds."""
    with serving(**SETTINGS) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as http:
            measuring = asyncio.Event()
            groups = {
                f"{students} with LeNet-5": (
                    LENET5,
                    [Visitor(server, http, 10, measuring) for _ in range(students)],
                ),
                f"{light} light ones": ({}, [Visitor(server, http, 20, measuring) for _ in range(light)]),
            }
            tasks = []
            for experiment, people in groups.values():
                for seed, person in enumerate(people):
                    await person.arrive(
                        {**experiment, "training": {**experiment.get("training", {}), "seed": seed}}
                    )
                    tasks.append(asyncio.create_task(person.stay(change_every=5, leave_every=1e9)))
            await asyncio.sleep(SETTLING_SECONDS)
            measuring.set()
            usage = Usage(server)
            await asyncio.sleep(seconds)
            for name, (_, people) in groups.items():
                notes = [person.notes for person in people]
                each = [note.frames / seconds for note in notes]
                steps = [note.steps / seconds for note in notes]
                print(f"\n{name}")
                print(f"  frames a second each    {sum(each) / len(each):.1f} (least {min(each):.1f})")
                print(f"  steps a second each     {sum(steps) / len(steps):.1f} (least {min(steps):.1f})")
                print(
                    f"  frame age               {percentiles([age for note in notes for age in note.ages])}"
                )
                print(
                    f"  control to visible      {percentiles([t for note in notes for t in note.controls])}"
                )
            frames = sum(person.notes.frames for _, people in groups.values() for person in people)
            print(f"  server                  {usage.report(max(1, frames))}")
            for task in [task for task in tasks if task.done()][:3]:
                print(f"  a client failed: {task.exception()!r}")
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=30)
    parser.add_argument("--light", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=20)
    given = parser.parse_args()
    run(beside(given.students, given.light, given.seconds))
