"""The memory of a training process while a run changes its architecture, and back, two hundred times.

python -m tests.load.changing [CHANGES]

A step of each is taken. What steps free stays with the process (see `app.trainer.freed`), and so do keyframes and
former states, within bounds: the memory is to rise in the first changes only.
"""

import asyncio
import sys
from collections import defaultdict

import psutil

from engine.architectures import ARCHITECTURES
from tests.app.client import live, run_of, serving

NAMES = ("lenet5", "vgg_small", "lenet5", "resnet_8", "lenet5", "googlenet_small")
CHANGES = 200
DIGITS = {"data": {"kind": "digits", "samples": 200}, "objective": {"loss": "softmax"}}
EVERY = 20
"""Changes between two lines."""


async def change_about(changes: int) -> None:
    """Print the MB behind each architecture: at first, at most and at last."""
    networks = {
        name: [each.model_dump() for each in ARCHITECTURES[name].layers((1, 28, 28))] for name in NAMES
    }
    sizes: dict[str, list[float]] = defaultdict(list)
    with serving() as server:
        visitor = server.visitor()
        run = run_of(visitor, **DIGITS, optimizer={"kind": "adam"}, training={"batch_size": 64})
        [host] = map(psutil.Process, server.training_processes())
        async with live(server, visitor) as page:
            await page.look(run)
            for number in range(1, changes + 1):
                name = NAMES[number % len(NAMES)]
                await page.ask("change", run, changes={"network": {"layers": networks[name]}})
                await page.ask("reset", run)
                page.frames.clear()
                await page.ask("step", run, iterations=1)
                if all(frame["step"] != 1 for frame in page.frames):
                    await page.frame(where=lambda frame: frame["step"] == 1)
                sizes[name].append(host.memory_info().rss / 2**20)
                if number % EVERY == 0 or number == changes:
                    told = (f"{name} {s[0]:.0f} {max(s):.0f} {s[-1]:.0f}" for name, s in sizes.items())
                    print(f"{number:4}", ", ".join(told), flush=True)


if __name__ == "__main__":
    asyncio.run(change_about(int(sys.argv[1]) if len(sys.argv) > 1 else CHANGES))
