"""What a server and its processes use of the machine, and what the server says of itself."""

import time
from itertools import pairwise

import httpx
import psutil
from prometheus_client.parser import text_string_to_metric_families

from tests.app.client import Server

LATENESS = "chalknet_loop_lateness_seconds_bucket"


class Usage:
    """Processor time and memory of a server and all its processes, since it was made."""

    def __init__(self, server: Server) -> None:
        self.web = psutil.Process(server.process.pid)
        self.began = time.monotonic()
        self.before = self.seconds()

    @property
    def processes(self) -> dict[str, list[psutil.Process]]:
        """Those of the web server, and all that it has started."""
        return {"web": [self.web], "hosts": self.web.children(recursive=True)}

    def seconds(self) -> dict[str, float]:
        return {
            name: sum(sum(process.cpu_times()[:2]) for process in processes)
            for name, processes in self.processes.items()
        }

    def memory(self) -> dict[str, int]:
        """Bytes of each part. A page that several processes share counts once in all, not once for each."""
        return {
            name: sum(process.memory_full_info().pss for process in processes)
            for name, processes in self.processes.items()
        }

    def report(self, frames: int) -> str:
        """Since the beginning: cores and µs a frame of each part, and the memory of all."""
        elapsed = time.monotonic() - self.began
        used = {name: seconds - self.before[name] for name, seconds in self.seconds().items()}
        parts = [
            f"{name} {100 * s / elapsed:.0f} % ({1e6 * s / frames:.0f} µs a frame)"
            for name, s in used.items()
        ]
        return f"{', '.join(parts)}, memory {sum(self.memory().values()) / 2**20:.0f} MB"


async def lateness(http: httpx.AsyncClient) -> dict[float, float]:
    """How often the server's event loop has been at most so many seconds late, from its /metrics."""
    text = (await http.get("/metrics")).raise_for_status().text
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {float(sample.labels["le"]): sample.value for sample in samples if sample.name == LATENESS}


def percentile(before: dict[float, float], after: dict[float, float], percent: float) -> str:
    """Between which bounds that percentile lies of what was counted between the two readings, in words."""
    counts = {bound: after[bound] - before[bound] for bound in after}
    wanted = percent / 100 * max(counts.values())
    bounds = [0.0, *counts]
    for low, high in pairwise(bounds):
        if counts[high] >= wanted:
            return f"over {1e3 * low:g}" if high == float("inf") else f"below {1e3 * high:g}"
    return "none"
