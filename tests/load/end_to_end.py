"""Pages that watch their own playing network, for as long as one asks, over the real server."""

import asyncio
import time
from dataclasses import dataclass

import numpy as np

from tests.app.client import Server, live, run_of, serving


@dataclass
class Result:
    """Per page and second, over all pages; the interval is between two frames of one page, in seconds."""

    frames_a_second: float
    bytes_a_second: float
    interval_p95: float


async def frames_a_second(count: int, rate: float, seconds: float) -> Result:
    """Let `count` visitors, each with a network of their own, watch it train at `rate` frames a second."""
    with serving() as server:
        seen = await asyncio.gather(*(watch(server, rate, seconds) for _ in range(count)))
    intervals = np.concatenate([np.diff(arrivals) for arrivals, _ in seen])
    return Result(
        frames_a_second=sum(len(arrivals) for arrivals, _ in seen) / seconds / count,
        bytes_a_second=sum(received for _, received in seen) / seconds / count,
        interval_p95=float(np.percentile(intervals, 95)),
    )


async def watch(server: Server, rate: float, seconds: float) -> tuple[list[float], int]:
    """When the frames of one page came, and how many bytes they were."""
    visitor = server.visitor()
    run = run_of(visitor)
    arrivals: list[float] = []
    received = 0
    async with live(server, visitor) as page:
        await page.ask("watch", run, views={"frames_per_second": rate})
        await page.ask("play", run)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            message = await page.receive()
            arrivals.append(time.monotonic())
            received += sum(array.nbytes for array in message.arrays.values())
            await asyncio.sleep(0)
    return arrivals, received
