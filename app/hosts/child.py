"""The child process that trains: a `RunHost` on one end of a pipe, on one core, giving way to the web loop.

Every message on the pipe is one MessagePack list; nothing is pickled.

| from the server                          | meaning                                               |
|------------------------------------------|-------------------------------------------------------|
| number or None, method, its arguments    | do it with the `RunHost`; with a number, answer it    |

| to the server                            | meaning                                               |
|------------------------------------------|-------------------------------------------------------|
| ready                                    | the imports are done, it listens                      |
| alive                                    | sent when nothing else was for a while: the heartbeat |
| answer, number, result                   | it was done                                           |
| refusal, number, code, where, message    | it was not, and nothing changed                       |
| frames, [[watcher, header, arrays], ...] | all of one slice; arrays: {name: [dtype, shape, bytes]} |
| checkpoints, [[run, bytes], ...]         | of the runs that have changed, about once a second    |
"""

import app.hosts.blas as blas  # isort: skip  (before anything that loads NumPy)

import logging
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

import msgpack
from pydantic import ValidationError

from app.errors import Refusal, explain
from app.hosts.run_host import RunHost
from app.wire import raw
from engine.experiment import Experiment

HEARTBEAT_SECONDS = 0.5
NICENESS = 10

log = logging.getLogger("chalknet.host")


def main(pipe: Connection, checkpoint_seconds: float) -> None:
    """The whole life of the process: it ends when the pipe does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the server, which then ends us
    blas.check()
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the server has gone
        Child(pipe, checkpoint_seconds).live()


class Child:
    """Turns messages into calls of the `RunHost`, and what it yields into messages."""

    def __init__(self, pipe: Connection, checkpoint_seconds: float) -> None:
        self.pipe = pipe
        self.checkpoint_seconds = checkpoint_seconds
        self.host = RunHost()
        self.last_sent = 0.0
        self.methods: dict[str, Callable[..., Any]] = {
            "start": self.start,
            "stop": self.host.stop,
            "control": self.host.control,
            "watch": self.host.watch,
            "unwatch": self.host.unwatch,
            "snapshot": self.host.snapshot,
        }

    def live(self) -> None:
        self.send("ready")
        checkpoint_due = time.monotonic() + self.checkpoint_seconds
        while True:
            due = self.host.next_due(time.monotonic())
            patience = HEARTBEAT_SECONDS if due is None else min(due, HEARTBEAT_SECONDS)
            if self.pipe.poll(max(patience, 0)):
                self.receive()
                while self.pipe.poll():
                    self.receive()
            now = time.monotonic()
            self.send_frames(now)
            if now >= checkpoint_due:
                checkpoint_due = now + self.checkpoint_seconds
                self.send_checkpoints()
            if now >= self.last_sent + HEARTBEAT_SECONDS / 2:
                self.send("alive")

    def receive(self) -> None:
        number, method, *arguments = msgpack.unpackb(self.pipe.recv_bytes())
        try:
            result = self.methods[method](*arguments)
        except Refusal as refusal:
            self.refuse(number, refusal)
        except ValidationError as error:
            self.refuse(number, explain(error.errors(), Experiment))
        except Exception:
            log.exception("%s failed", method)
            self.refuse(
                number, Refusal("internal", None, "the training process could not do this: it is our fault")
            )
        else:
            if number is not None:
                self.send("answer", number, result)

    def refuse(self, number: int | None, refusal: Refusal) -> None:
        if number is not None:
            self.send("refusal", number, refusal.code, refusal.where, refusal.message)

    def start(self, run: str, experiment: dict[str, Any], checkpoint: bytes | None) -> None:
        restored = None if checkpoint is None else msgpack.unpackb(checkpoint)
        self.host.start(run, Experiment.model_validate(experiment), restored)

    def send_frames(self, now: float) -> None:
        frames = [
            (frame.watcher, frame.header, {name: raw(array) for name, array in frame.arrays.items()})
            for frame in self.host.advance(now)
        ]
        if frames:
            self.send("frames", frames)

    def send_checkpoints(self) -> None:
        # Packed one by one, so that the server keeps each as bytes and never looks inside.
        changed = [(run, msgpack.packb(checkpoint)) for run, checkpoint in self.host.changed_checkpoints()]
        if changed:
            self.send("checkpoints", changed)

    def send(self, *message: Any) -> None:
        self.pipe.send_bytes(msgpack.packb(message))
        self.last_sent = time.monotonic()
