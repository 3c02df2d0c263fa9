"""Parity over time: bits come one after the other, and the answer is whether there were an odd number of ones."""

from typing import Literal

import numpy as np
from pydantic import Field

from engine.array import Precision
from engine.data.dataset import Dataset
from engine.data.sequences import Answers, OfSteps, SymbolSequences, answers_control
from engine.fault import sentence


class ParityOverTime(OfSteps, SymbolSequences, title="Parity over time"):
    """Has the number of ones so far been odd? One bit must be kept, and turned over."""

    alphabet = ("0", "1")

    kind: Literal["parity_over_time"] = "parity_over_time"
    answers: Answers = Field(default="every_step", title="Answer", json_schema_extra=answers_control(45))
    """When the network is asked."""

    @property
    def answered_steps(self) -> int:
        return self.steps if self.answers == "every_step" else 0

    @property
    def class_names(self) -> tuple[str, ...]:
        return sentence("even"), sentence("odd")

    def dataset(self, dtype: Precision) -> Dataset:
        bits = np.random.default_rng(self.seed).integers(0, 2, (self.steps, self.samples), np.uint8)
        odd = np.cumsum(bits, axis=0) % 2
        return self.coded(bits + np.uint8(1), odd if self.answered_steps else odd[-1], dtype)
