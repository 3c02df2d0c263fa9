"""The child process that trains: a `RunHost` on one end of a pipe, on one core, giving way to the web loop.

Every message on the pipe is one MessagePack list; nothing is pickled.

| from the server                          | meaning                                               |
|------------------------------------------|-------------------------------------------------------|
| number or None, method, its arguments    | do it with the `RunHost`; with a number, answer it    |
| None, lend, run, id, columns, values, size | a person's own table, for the run's `start` or change |
| None, hold, true or false                | train nothing until all runs are restored             |

| to the server                            | meaning                                               |
|------------------------------------------|-------------------------------------------------------|
| ready                                    | the imports are done, it listens                      |
| alive                                    | sent when nothing else was for a while: the heartbeat |
| answer, number, result                   | it was done                                           |
| refusal, number, code, where, text, {values} | it was not, and nothing changed                   |
| failure, method, run, message            | the same without a number: nobody waits for an answer |
| frames, [[watcher, snapshot ...], ...]   | some of one slice; see `app.hosts.host.Snapshot`      |
| figures, steps, {state: runs}, pace      | about once a second (see `app.hosts.host.Figures`)    |
| checkpoints, [[run, bytes], ...]         | of the runs that have changed, about once a second, and at save |
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
from app.trainer import suspects
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
"""Every run has one of so many turns, so that no frame waits for the checkpoints of all."""
FRAMES_AT_ONCE = 32
"""So many go over the pipe together: the server sends the first ones while the last are being made."""
LONG = {"reset", "reseed", "change", "undo", "redo", "check"}
"""The commands that may take long."""
LISTEN_SECONDS = 0.005
"""How long a command waits, and no longer than a part of a round takes."""
HEARING_SECONDS = 0.05
"""How long one command after another is carried out before runs train again."""

log = logging.getLogger("chalknet.host")


def main(end: socket.socket, slate: suspects.Slate, checkpoint_seconds: float) -> None:
    """The whole life of the process: it ends when the pipe does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the server, which then ends us
    logs.configure("warning")
    blas.check()
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    with suppress(OSError):  # where memory runs out, Linux is to end this process, not the server
        Path("/proc/self/oom_score_adj").write_text("1000")
    with suppress(EOFError, ConnectionError):  # the server has gone
        Child(Pipe(end), slate, checkpoint_seconds).live()


class Child:
    """Turns messages into calls of the `RunHost`, and what it yields into messages."""

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
        """Made, and not sent yet."""
        self.methods: dict[str, Callable[..., Any]] = {
            "lend": self.host.lend,
            "start": self.start,
            "stop": self.host.stop,
            "control": self.host.control,
            "watch": self.host.watch,
            "unwatch": self.host.unwatch,
            "snapshot": self.host.snapshot,
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
        """In the middle of a long round: do what was said meanwhile, after sending what was made before."""
        if time.monotonic() > self.last_heard + LISTEN_SECONDS:
            self.hear()
            self.last_heard = time.monotonic()
            self.show_life()

    def hear(self, patience: float = 0.0) -> None:
        """Do what was said; where the runs wait for each other, until nothing more is."""
        until = None
        for message in self.pipe.receive(patience):
            until = until or time.monotonic() + HEARING_SECONDS
            self.send_waiting()
            self.do(message)
            self.show_life()
            if time.monotonic() > until and not self.held:
                break

    def show_life(self) -> None:
        if time.monotonic() >= self.last_sent + HEARTBEAT_SECONDS / 2:
            self.send("alive")

    def hold(self, is_held: bool) -> None:
        self.held = is_held

    def do(self, message: list[Any]) -> None:
        """Do it at once, or have it done with its run when that is its visitor's turn."""
        _, method, *arguments = message
        match method, arguments:
            case "start", [run, _, _, visitor]:
                self.host.order(run, visitor, lambda: self.carry_out(message), is_long=True, moves=True)
            case "control", [run, {"do": do}]:
                self.host.order(run, None, lambda: self.carry_out(message), is_long=do in LONG, moves=True)
            case "snapshot", [run]:
                self.host.order(run, None, lambda: self.carry_out(message), is_long=True, moves=True)
            case (("lend" | "watch" | "unwatch"), [run, *_]):
                self.host.order(run, None, lambda: self.carry_out(message), is_long=False, moves=False)
            case _:
                self.carry_out(message)

    def carry_out(self, message: list[Any]) -> None:
        number, method, *arguments = message
        self.note(arguments[:1] if method in {"start", "control", "snapshot"} else [])
        try:
            pause()  # Its run may have been stopped before it was begun.
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
        """Leave word of what is worked on: if it is the end of this process, the server knows whose fault it was."""
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
            self.frames.append((frame.watcher, *snapshot_of(frame)))
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
        """Those of the runs whose turn has come since the last call; it comes once in `checkpoint_seconds`."""
        turn = int(now / self.checkpoint_seconds * CHECKPOINT_TURNS)
        if turn > self.turn:
            passed = range(max(self.turn, turn - CHECKPOINT_TURNS) + 1, turn + 1)
            due = {each % CHECKPOINT_TURNS for each in passed}
            self.turn = turn
            self.send_checkpoints(run for run in self.host.runs if hash(run) % CHECKPOINT_TURNS in due)

    def send_checkpoints(self, runs: Iterable[str]) -> None:
        # Packed one by one, so that the server keeps each as bytes and never looks inside.
        changed = [
            (name, msgpack.packb(checkpoint)) for name, checkpoint in self.host.changed_checkpoints(runs)
        ]
        if changed:
            self.send("checkpoints", changed)

    def send(self, *message: Any) -> None:
        self.pipe.send(*message)
        self.last_sent = time.monotonic()


def snapshot_of(frame: Frame) -> Snapshot:
    """A frame as the server passes it on."""
    header, arrays = frame.header, frame.arrays
    losses = arrays.pop("losses").tobytes()
    packed = pack_frame({"run": frame.run, **header}, arrays)
    return Snapshot(header["step"], header["full"], header["taken"], losses, packed)
