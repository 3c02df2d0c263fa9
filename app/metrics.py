"""Metrics for Prometheus: lateness of the event loop, numbers of frames and runs, refusals."""

import asyncio
from bisect import bisect_left
from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from app.hosts.host import Host

LOOK_SECONDS = 0.1
LATENESS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2.0)
AGES = (0.005, 0.01, 0.02, 0.04, 0.06, 0.1, 0.2, 0.5, 1.0, 5.0)
disable_created_metrics()  # type: ignore[no-untyped-call]  # it would add an unused second series for each

STATES = ("paused", "playing", "diverged")


class Metrics:
    """All metrics of one server."""

    def __init__(self, hosts: Sequence[Host]) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(HostFigures(hosts))
        self.frames = FrameFigures()
        self.registry.register(self.frames)
        self.lateness = Histogram(
            "chalknet_loop_lateness_seconds",
            "How late the event loop is",
            buckets=LATENESS,
            registry=self.registry,
        )
        self.sockets = Gauge("chalknet_sockets", "Open live sockets", registry=self.registry)
        self.rejections = Counter(
            "chalknet_rejections", "Requests and commands refused", ["reason"], registry=self.registry
        )

    def rejected(self, reason: str) -> None:
        self.rejections.labels(reason).inc()

    async def watch_loop(self) -> None:
        """Measure the event loop's lateness, forever."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + LOOK_SECONDS
            await asyncio.sleep(LOOK_SECONDS)
            self.lateness.observe(loop.time() - due)


class FrameFigures(Collector):
    """Counters of frames. They change on the event loop alone, so that each frame of each page costs no lock."""

    def __init__(self) -> None:
        self.sent = 0
        self.sent_bytes = 0
        self.conflated = 0
        self.seconds = 0.0
        """The sum of all ages."""
        self.ages = [0] * (len(AGES) + 1)
        """The number of frames in each interval of `AGES`."""

    def note_sent(self, size: int, age: float) -> None:
        """Count a frame that was sent: its bytes, and the seconds since its snapshot."""
        self.sent += 1
        self.sent_bytes += size
        self.seconds += age
        self.ages[bisect_left(AGES, age)] += 1

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterator[Metric]:
        yield CounterMetricFamily("chalknet_frames_sent", "Frames sent", self.sent)
        yield CounterMetricFamily("chalknet_frame_bytes", "Bytes of frames sent", self.sent_bytes)
        yield CounterMetricFamily(
            "chalknet_frames_conflated", "Snapshots replaced by newer ones", self.conflated
        )
        bounds = [*map(str, AGES), "+Inf"]
        yield HistogramMetricFamily(
            "chalknet_frame_age_seconds",
            "From the snapshot between two steps until its frame is sent",
            buckets=list(zip(bounds, accumulate(self.ages), strict=True)),
            sum_value=self.seconds,
        )


class HostFigures(Collector):
    """The latest figures of the hosts, read when Prometheus requests them."""

    def __init__(self, hosts: Sequence[Host]) -> None:
        self.hosts = hosts

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterator[Metric]:
        steps = CounterMetricFamily("chalknet_steps", "Training steps taken", labels=["host"])
        restarts = CounterMetricFamily("chalknet_host_restarts", "Hosts replaced", labels=["host"])
        runs = GaugeMetricFamily("chalknet_runs", "Runs by state", labels=["state"])
        pace = GaugeMetricFamily("chalknet_pace", "How fast time passes for runs, at most 1", labels=["host"])
        states: Tally[str] = Tally()
        for host in self.hosts:
            steps.add_metric([host.name], host.figures.steps)
            restarts.add_metric([host.name], host.restarts)
            pace.add_metric([host.name], host.figures.pace)
            states.update(host.figures.runs)
        for state in STATES:
            runs.add_metric([state], states[state])
        yield from (steps, restarts, pace, runs)
