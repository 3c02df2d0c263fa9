"""A host whose runs train in a child process, which is replaced when it dies or hangs.

The server keeps the last checkpoint of every run. A new child therefore continues from about a second ago, and sends
the same views to the same watchers.
"""

import asyncio
import itertools
import logging
import time
from collections.abc import Callable
from typing import Any

from app.document.summary import paused
from app.errors import HostError
from app.hosts.host import Figures, Keep, Lent, Subscriber
from app.hosts.recovery import Recovery, Watching
from app.hosts.worker import Worker
from app.trainer.suspects import PROBATION_SECONDS, STRIKES, Strikes
from app.wire.snapshot import Snapshot
from engine.experiment import Experiment

OPEN_SECONDS = 60.0
CHECKS = 10
"""A child that is silent for so many checks counts as hanging. Checks are counted instead of seconds, because a
machine may have been asleep."""
STARTING_CHECKS = 10 * CHECKS
"""The same for a child that is still importing."""
SHORT_LIFE_SECONDS = 5.0
RESTART_DELAY_SECONDS = 1.0

RESTARTED = (
    "host-restarted",
    "the training process was restarted: the run continues from about a second ago",
)
STOPPED = (
    "run-stopped",
    "this run has crashed its training process several times, and was paused",
)
LOST = (
    "run-lost",
    "the training process was restarted, but this run could not be restored: its last saved state is opened",
)

log = logging.getLogger("chalknet.hosts")


class ProcessHost:
    """See `app.hosts.host.Host`."""

    def __init__(self, name: str, heartbeat_timeout: float, checkpoint_seconds: float) -> None:
        self.name = name
        self.heartbeat_timeout = heartbeat_timeout
        self.checkpoint_seconds = checkpoint_seconds
        self.figures = Figures()
        self.restarts = 0
        self.lost: Callable[[str], None] = lambda run: None
        self._runs: dict[str, Recovery] = {}
        self._watchers: dict[str, Subscriber] = {}
        self._snapshot: Snapshot
        """The latest snapshot, which further watchers may share."""
        self._requests: dict[int, asyncio.Future[Any]] = {}
        self._numbers = itertools.count(1)
        self._ready = asyncio.Event()
        self._strikes = Strikes()

    @property
    def ready(self) -> bool:
        return self._ready.is_set()

    @property
    def pid(self) -> int | None:
        return self._worker.pid

    async def open(self) -> None:
        """Start the child; raises TimeoutError if it does not become ready."""
        self._worker = self._new_worker()
        self._supervision = asyncio.create_task(self._supervise())
        async with asyncio.timeout(OPEN_SECONDS):
            await self._ready.wait()

    async def close(self) -> None:
        self._ready.clear()
        self._supervision.cancel()
        await self._worker.end()
        self._fail_requests()

    async def start(
        self,
        run: str,
        experiment: Experiment,
        visitor: str,
        keep: Keep,
        checkpoint: bytes | None = None,
        lent: Lent | None = None,
    ) -> None:
        description = experiment.model_dump(mode="json")
        self._runs[run] = Recovery(description, visitor, keep, checkpoint)
        try:
            if lent is not None:
                self._lend(run, lent)
            await self._request("start", run, description, checkpoint, visitor)
        except BaseException:
            self.stop(run)
            raise

    def stop(self, run: str) -> None:
        if hosted := self._runs.pop(run, None):
            for name in hosted.watching:
                del self._watchers[name]
            self._post("stop", run)

    async def save(self, run: str | None = None) -> None:
        # The child sends the checkpoints before the answer.
        await self._request("save", run)

    async def control(self, run: str, command: dict[str, Any], lent: Lent | None = None) -> dict[str, Any]:
        answer: dict[str, Any]
        if lent is None or run not in self._runs:
            answer = await self._request("control", run, command)
            return answer
        tables = self._runs[run].lent
        self._lend(run, lent)
        try:
            answer = await self._request("control", run, command)
        except HostError as error:
            if error.code != "host-restarted":  # after a restart it is unknown whether the change was made
                tables.remove(lent)
            raise
        await self.save(run)
        # The stored checkpoint names this table or a later one, and no earlier one.
        if lent in tables:
            del tables[: tables.index(lent)]
        return answer

    def _lend(self, run: str, lent: Lent) -> None:
        self._runs[run].lent.append(lent)
        self._post("lend", run, *lent.packed())

    async def snapshot(self, run: str) -> dict[str, Any]:
        answer: dict[str, Any] = await self._request("snapshot", run)
        return answer

    async def weights(self, run: str) -> dict[str, Any]:
        answer: dict[str, Any] = await self._request("weights", run)
        return answer

    async def sheet(self, run: str, name: str) -> dict[str, Any]:
        answer: dict[str, Any] = await self._request("sheet", run, name)
        return answer

    def keep_pace(self, limit: float) -> None:
        self._post("keep_pace", limit)

    def watch(self, run: str, watcher: Subscriber, views: dict[str, Any]) -> None:
        if run in self._runs:
            self._runs[run].watching[watcher.name] = Watching(watcher, views)
            self._watchers[watcher.name] = watcher
            self._post("watch", run, watcher.name, views)

    def unwatch(self, run: str, watcher: Subscriber) -> None:
        if run in self._runs and watcher.name in self._runs[run].watching:
            del self._runs[run].watching[watcher.name]
            del self._watchers[watcher.name]
            self._post("unwatch", run, watcher.name)

    def _post(self, method: str, *arguments: Any) -> None:
        self._worker.post([None, method, *arguments])

    async def _request(self, method: str, *arguments: Any) -> Any:
        number = next(self._numbers)
        answer = self._requests[number] = asyncio.get_running_loop().create_future()
        try:
            try:
                self._worker.post([number, method, *arguments])
            except (OverflowError, ValueError):  # raised by the packer: JSON allows values that no field does
                raise HostError(
                    "invalid", None, "A number is too large, a text is not Unicode, or it is nested too deep."
                ) from None
            return await answer
        finally:
            del self._requests[number]

    def _receive(self, message: list[Any]) -> None:
        """Process a message of the child, on the event loop (see `app.trainer.child`)."""
        match message:
            case ["frames", frames]:
                for name, losses, snapshot in frames:
                    if snapshot is not None:
                        self._snapshot = Snapshot(*snapshot)
                    # Frames may still arrive for a watcher that has just left.
                    if watcher := self._watchers.get(name):
                        watcher.offer(self._snapshot, losses)
            case ["checkpoints", checkpoints]:
                for run, checkpoint in checkpoints:
                    if hosted := self._runs.get(run):
                        hosted.checkpoint = checkpoint
                        hosted.keep(checkpoint)
            case ["answer", number, result]:
                if (request := self._requests.get(number)) and not request.done():
                    request.set_result(result)
            case ["refusal", number, code, where, text, values]:
                if (request := self._requests.get(number)) and not request.done():
                    request.set_exception(HostError(code, where, text, **values))
            case ["failure", method, run, text]:
                self._failed(method, run, text)
            case ["figures", *figures]:
                self.figures = Figures(*figures)
            case ["ready"]:
                self._ready.set()

    def _failed(self, method: str, run: str, text: str) -> None:
        """Handle a failure that no request waits for: a run that the child cannot start or show is dropped."""
        log.error("%s could not %s a run: %s", self.name, method, text, extra={"run": run})
        hosted = self._runs.get(run)
        if hosted is None or method not in {"lend", "start", "watch"}:
            return
        watchers = [watching.watcher for watching in hosted.watching.values()]
        self.stop(run)
        self.lost(run)
        for watcher in watchers:
            watcher.notice(*LOST)

    def _new_worker(self, delay: float = 0) -> Worker:
        return Worker(self.name, self.checkpoint_seconds, self._receive, self._lost, delay)

    def _lost(self, worker: Worker) -> None:
        """Replace a child that has died by another with the same runs and watchers, on the event loop."""
        log.warning("%s has died with %d runs; another is started", self.name, len(self._runs))
        self.restarts += 1
        self.figures = Figures()
        self._ready.clear()
        self._fail_requests()
        short_life = time.monotonic() - worker.started_at < SHORT_LIFE_SECONDS
        self._worker = self._new_worker(delay=RESTART_DELAY_SECONDS if short_life else 0)
        stopped = [run for run in worker.on_trial if self._strike(run)]
        self._post("hold", True)
        for run, hosted in self._runs.items():
            for lent in hosted.lent:
                self._post("lend", run, *lent.packed())
            self._post("start", run, hosted.experiment, hosted.checkpoint, hosted.visitor)
            if self._strikes.of(run):
                self._post("isolate", run, PROBATION_SECONDS)
            for name, watching in hosted.watching.items():
                self._post("watch", run, name, watching.views)
                watching.watcher.notice(*(STOPPED if run in stopped else RESTARTED))
        self._post("hold", False)

    def _strike(self, run: str) -> bool:
        """Count that the child died while working on this run, perhaps by chance; whether the run must be paused."""
        hosted = self._runs.get(run)
        if hosted is None or self._strikes.add(run) < STRIKES:
            return False
        log.error("run %s has brought %s down %d times; it is paused", run, self.name, STRIKES)
        if hosted.checkpoint is not None:
            hosted.checkpoint = paused(hosted.checkpoint)
        return True

    def _fail_requests(self) -> None:
        for request in self._requests.values():
            if not request.done():
                request.set_exception(
                    HostError(
                        "host-restarted", None, "The training process was just restarted: please try again."
                    )
                )

    async def _supervise(self) -> None:
        """Kill a silent child; its death is then noticed like any other."""
        watched, heard, silent = self._worker, 0, 0
        while True:
            await asyncio.sleep(self.heartbeat_timeout / CHECKS)
            worker = self._worker
            if worker is not watched or worker.heard > heard:
                watched, heard, silent = worker, worker.heard, 0
                continue
            silent += 1
            if silent >= (CHECKS if self.ready else STARTING_CHECKS):
                log.warning("%s has fallen silent; it is killed", self.name)
                silent = 0
                worker.kill()
