"""The child process that trains: a `RunHost` at one end of a pipe, on one core, with a lower priority than the server.

Every message on the pipe is one MessagePack list; nothing is pickled.

| from the server                          | meaning                                               |
|------------------------------------------|-------------------------------------------------------|
| number or None, method, its arguments    | call the method; with a number, answer it             |
| None, lend, run, id, columns, values, size | a visitor's own table, for the run's `start` or change |
| None, hold, true or false                | train nothing until all runs are restored             |

| to the server                            | meaning                                               |
|------------------------------------------|-------------------------------------------------------|
| ready                                    | the imports are done                                  |
| alive                                    | the heartbeat, sent after some time of silence        |
| answer, number, result                   | the result                                            |
| refusal, number, code, where, text, {values} | refused, and nothing changed                      |
| failure, method, run, message            | a refusal without a number: no request waits for it   |
| frames, [[watcher, losses, snapshot], ...] | frames of one slice; a snapshot that several watchers |
|                                          | share (`app.wire.snapshot`) comes once, and then None |
| figures, steps, {state: runs}, pace      | about once a second (see `app.hosts.host.Figures`)    |
| checkpoints, [[run, bytes], ...]         | changed runs, about once a second and at save |
"""

import app.trainer.blas as blas  # isort: skip  (before anything that loads NumPy)

import logging
import os
import signal
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgpack
from pydantic import ValidationError

from app import log as logs
from app.errors import HostError, Refusal, explain
from app.frames.frame import Frame
from app.trainer import freed, suspects
from app.trainer.job import Dropped
from app.trainer.pipe import Pipe
from app.trainer.run_host import RunHost
from app.wire.messages import pack_frame
from app.wire.snapshot import Snapshot
from engine.experiment import Experiment
from engine.pauses import pause

HEARTBEAT_SECONDS = 0.5
FIGURES_SECONDS = 1.0
NICENESS = 10
CHECKPOINT_TURNS = 20
"""The checkpoints of the runs are spread over so many turns, so that no frame waits for all of them."""
FRAMES_AT_ONCE = 32
"""Frames in one message: the server sends the first ones while the last are being made."""
LONG = {"reset", "reseed", "restore", "set", "put", "undo", "redo", "travel", "check"}
"""The commands that may take long."""
OF_GOAL = {"reset", "reseed", "restore", "set", "put"}
"""The commands that, as changes, go on from the moment of the past to which the run is on its way."""
LISTEN_SECONDS = 0.005
"""The longest wait of a command, unless a part of a round takes longer."""
HEARING_SECONDS, PUSHED_SECONDS = 0.05, 0.3
"""The time for which commands are carried out before runs train again, and that where a change is pushed to a class:
in between, the frames of those who have it would take the processor from the rest."""

log = logging.getLogger("chalknet.host")


def main(end: socket.socket, slate: suspects.Slate, checkpoint_seconds: float) -> None:
    """The whole life of the process, which ends with the pipe."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl+C in a terminal ends the server, which then ends this process
    logs.configure("warning")
    blas.check()
    freed.keep()
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    with suppress(OSError):  # without memory, Linux should end this process, not the server
        Path("/proc/self/oom_score_adj").write_text("1000")
    with suppress(EOFError, ConnectionError):  # the server has gone
        Child(Pipe(end), slate, checkpoint_seconds).live()


class Child:
    """Turns messages into calls of the `RunHost`, and its frames into messages."""

    def __init__(self, pipe: Pipe, slate: suspects.Slate, checkpoint_seconds: float) -> None:
        self.pipe = pipe
        self.slate = slate
        self.checkpoint_seconds = checkpoint_seconds
        self.host = RunHost(working_on=self.note, between=self.listen)
        self.turn = 0
        self.last_sent = 0.0
        self.last_heard = 0.0
        self.held = False
        """Whether the runs wait until all of them are restored."""
        self.frames: list[tuple[Any, ...]] = []
        """Frames that are made, but not sent yet."""
        self.methods: dict[str, Callable[..., Any]] = {
            "lend": self.host.lend,
            "start": self.start,
            "stop": self.host.stop,
            "control": self.host.control,
            "watch": self.host.watch,
            "unwatch": self.host.unwatch,
            "snapshot": self.host.snapshot,
            "weights": self.host.weights,
            "sheet": self.host.sheet,
            "save": self.save,
            "isolate": self.isolate,
            "hold": self.hold,
            "keep_pace": self.host.rounds.pace.keep,
        }

    def live(self) -> None:
        self.send("ready")
        figures_due = 0.0
        while True:
            due = self.host.next_due(time.monotonic())
            patience = HEARTBEAT_SECONDS if due is None else min(due, HEARTBEAT_SECONDS)
            self.hear(HEARTBEAT_SECONDS if self.held else patience)
            now = time.monotonic()
            if not self.held:
                self.send_frames(now)
            self.send_due_checkpoints(now)
            if now >= figures_due:
                figures_due = now + FIGURES_SECONDS
                self.send(
                    "figures", self.host.rounds.turns.steps, self.host.states(), self.host.rounds.pace.own
                )
            self.show_life()

    def listen(self) -> None:
        """Carry out waiting messages in the middle of a long round, after sending the finished frames."""
        if time.monotonic() > self.last_heard + LISTEN_SECONDS:
            self.hear()
            self.last_heard = time.monotonic()
            self.show_life()

    def hear(self, patience: float = 0.0) -> None:
        """Carry out waiting messages, for a limited time; while runs are being restored, without a limit."""
        began, most = None, HEARING_SECONDS
        for message in self.pipe.receive(patience):
            began = began or time.monotonic()
            self.send_waiting()
            self.do(message)
            self.show_life()
            most = PUSHED_SECONDS if is_push(message) else most
            if time.monotonic() > began + most and not self.held:
                break

    def show_life(self) -> None:
        if time.monotonic() >= self.last_sent + HEARTBEAT_SECONDS / 2:
            self.send("alive")

    def hold(self, is_held: bool) -> None:
        self.held = is_held

    def do(self, message: list[Any]) -> None:
        """Carry out a message at once, or queue it as an order of its run."""
        _, method, *arguments = message
        match method, arguments:
            case "start", [run, _, _, visitor]:
                self.host.order(run, visitor, lambda: self.carry_out(message), is_long=True, moves=True)
            case "control", [run, {"do": ("change" | "push") as do, "changes": changes}]:
                # A job's thread would wait for the scheduler: a hundred times, where a class is changed.
                self.host.order(
                    run,
                    None,
                    lambda: self.carry_out(message),
                    is_long=not self.host.stays_light(run, changes),
                    moves=True,
                    is_anothers=do == "push",
                    is_of_goal=True,
                )
            case "control", [run, {"do": do}]:
                self.host.order(
                    run,
                    None,
                    lambda: self.carry_out(message),
                    is_long=do in LONG,
                    moves=True,
                    is_of_goal=do in OF_GOAL,
                )
            case (("snapshot" | "weights" | "sheet"), [run, *_]):
                self.host.order(run, None, lambda: self.carry_out(message), is_long=True, moves=True)
            case (("lend" | "watch" | "unwatch"), [run, *_]):
                self.host.order(run, None, lambda: self.carry_out(message), is_long=False, moves=False)
            case _:
                self.carry_out(message)

    def carry_out(self, message: list[Any]) -> None:
        number, method, *arguments = message
        self.note(arguments[:1] if method in {"start", "control", "snapshot", "weights", "sheet"} else [])
        try:
            pause()  # The run may have been stopped before the order began.
            result = self.methods[method](*arguments)
        except Refusal as refusal:
            self.refuse(message, refusal)
        except ValidationError as error:
            self.refuse(message, explain(error.errors(), Experiment))
        except Exception:
            log.exception("%s failed", method, extra={"run": arguments[0]})
            self.refuse(
                message, Refusal("internal", None, "The training process could not do this: it is our fault.")
            )
        except Dropped:
            self.refuse(message, HostError("unknown-run", "run", "This host has no such run."))
            raise
        else:
            if number is not None:
                self.send("answer", number, result)
        self.note([])

    def note(self, runs: list[str]) -> None:
        """Record the runs in work for the server, in case that one of them crashes this process."""
        suspects.write(self.slate, runs)

    def isolate(self, run: str, seconds: float) -> None:
        self.host.isolate(run, time.monotonic() + seconds)

    def refuse(self, message: list[Any], refusal: Refusal) -> None:
        number, method, *arguments = message
        if number is None:
            self.send("failure", method, arguments[0], refusal.message)
        else:
            self.send("refusal", number, refusal.code, refusal.where, refusal.text, refusal.values)

    def start(self, run: str, experiment: dict[str, Any], checkpoint: bytes | None, visitor: str) -> None:
        restored = None if checkpoint is None else msgpack.unpackb(checkpoint)
        self.host.start(run, Experiment.model_validate(experiment), restored, visitor)

    def send_frames(self, now: float) -> None:
        for frame in self.host.advance(now):
            try:
                snapshot: Snapshot | None = snapshot_of(frame)
            except Exception:  # A frame is lost, and not the process with the runs of all others.
                log.exception("a frame cannot be packed", extra={"run": frame.run})
                self.host.control(frame.run, {"do": "pause"})
                continue
            for watcher, losses in frame.losses.items():
                self.frames.append((watcher, losses.tobytes(), snapshot))
                snapshot = None
                if len(self.frames) == FRAMES_AT_ONCE:
                    self.send_waiting()
        self.send_waiting()

    def send_waiting(self) -> None:
        if self.frames:
            self.send("frames", self.frames)
            self.frames = []

    def save(self, run: str | None) -> None:
        self.send_checkpoints(self.host.runs if run is None else [run])

    def send_due_checkpoints(self, now: float) -> None:
        """Send the checkpoints that are due since the last call; each run is due once in `checkpoint_seconds`."""
        turn = int(now / self.checkpoint_seconds * CHECKPOINT_TURNS)
        if turn > self.turn:
            passed = range(max(self.turn, turn - CHECKPOINT_TURNS) + 1, turn + 1)
            due = {each % CHECKPOINT_TURNS for each in passed}
            self.turn = turn
            self.send_checkpoints(run for run in self.host.runs if hash(run) % CHECKPOINT_TURNS in due)

    def send_checkpoints(self, runs: Iterable[str]) -> None:
        # Each checkpoint is packed separately, so that the server stores it as bytes without unpacking.
        changed = [
            (name, msgpack.packb(checkpoint)) for name, checkpoint in self.host.changed_checkpoints(runs)
        ]
        if changed:
            self.send("checkpoints", changed)

    def send(self, *message: Any) -> None:
        self.pipe.send(*message)
        self.last_sent = time.monotonic()


def is_push(message: list[Any]) -> bool:
    """Whether it is a change of a run that a teacher has pushed."""
    match message:
        case [_, "control", _, {"do": "push"}]:
            return True
    return False


def snapshot_of(frame: Frame) -> Snapshot:
    """A frame, packed for the server."""
    header = frame.header
    packed = pack_frame({"run": frame.run, **header}, frame.arrays)
    history = frame.arrays.get("history_steps")
    begins = 0 if history is None else int(history[0]) - 1 if len(history) else header["step"]
    return Snapshot(header["step"], header["full"], header["taken"], packed, begins)
