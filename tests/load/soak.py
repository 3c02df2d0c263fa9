"""`make soak`: a class trains and watches for twenty minutes; how the server's memory goes, and whether it drifts.

The drift is that of a straight line through the samples taken after the first five minutes, from there to the end,
in percent of where it begins. The budget is 5 %; nothing here is asserted.
"""

import argparse
import asyncio
import time

import httpx
import numpy as np

from tests.app.client import serving
from tests.load.usage import Usage
from tests.load.visitor import Visitor

SAMPLE_SECONDS = 15.0
RATE = 20.0
PATIENT = {"CHALKNET_HEARTBEAT_TIMEOUT": "30"}
"""A busy machine is to slow the soak down, not to have its training process replaced."""


async def soak(visitors: int, minutes: float, settling: float) -> float:
    """The drift in percent."""
    with serving(**PATIENT) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as http:
            measuring = asyncio.Event()
            class_ = [Visitor(server, http, RATE, measuring) for _ in range(visitors)]
            for seed, visitor in enumerate(class_):
                await visitor.arrive({"training": {"seed": seed}})
            tasks = [asyncio.create_task(visitor.stay(change_every=5, leave_every=30)) for visitor in class_]
            measuring.set()
            usage = Usage(server)
            print(f"{visitors} visitors at {RATE:g} frames a second; MB of the server's processes")
            settled: list[tuple[float, float]] = []
            while (elapsed := (time.monotonic() - usage.began) / 60) < minutes:
                memory = {part: size / 2**20 for part, size in usage.memory().items()}
                total = sum(memory.values())
                parts = ", ".join(f"{part} {size:.1f}" for part, size in memory.items())
                print(f"  {elapsed:5.2f} min  {total:7.1f}  ({parts})", flush=True)
                if elapsed >= settling:
                    settled.append((elapsed, total))
                for task in tasks:
                    if task.done():
                        task.result()  # raises what ended it
                await asyncio.sleep(SAMPLE_SECONDS)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    frames = sum(visitor.notes.frames for visitor in class_) / visitors / (60 * minutes)
    times, sizes = np.array(settled).T
    slope, start = np.polyfit(times - times[0], sizes, 1)
    drift = 100 * slope * (times[-1] - times[0]) / start
    print(f"{frames:.1f} frames a second each")
    print(
        f"Drift {drift:+.1f} % in the last {times[-1] - times[0]:.1f} min, between {min(sizes):.1f} and",
        end="",
    )
    print(f" {max(sizes):.1f} MB")
    return float(drift)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--settling", type=float, default=5, help="minutes before the drift is measured")
    given = parser.parse_args()
    asyncio.run(soak(given.visitors, given.minutes, given.settling))


if __name__ == "__main__":
    main()
