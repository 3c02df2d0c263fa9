"""Exports: the network of a run in a format that other programs read, written on the server's side of the wall."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from app.errors import Refusal
from app.runs.owned import Owned
from engine.experiment import Experiment
from engine.export import FORMATS, Weights, program_of
from engine.fault import Fault


class Exports:
    """They are written one at a time, so that many of them slow the event loop no more than one does."""

    def __init__(self) -> None:
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="exports")

    async def of(self, run: Owned, format: str) -> bytes:
        """The run in its present state. Raises Refusal."""
        found = await run.host.weights(run.id)
        return await asyncio.get_running_loop().run_in_executor(self._writing, exported, found, format)


def exported(found: dict[str, Any], format: str) -> bytes:
    """The file, of what `Host.weights` gave. Raises Refusal."""
    experiment = Experiment.model_validate(found["experiment"])
    arrays = {
        name: np.frombuffer(found[name], experiment.dtype)
        for name in ("theta", "statistics", "mean", "deviation")
    }
    column = {name: arrays[name].reshape(-1, 1) for name in ("mean", "deviation")}
    labels = tuple((mean, deviation) for mean, deviation in found["labels"])
    try:
        program = program_of(
            experiment,
            Weights(
                arrays["theta"],
                arrays["statistics"],
                **column,
                labels=labels,
                meaning=tuple(found["meaning"]),
            ),
            found["step"],
        )
        return FORMATS[format].export(program)
    except Fault as fault:
        raise Refusal("cannot-export", None, fault.text, **fault.values) from None
