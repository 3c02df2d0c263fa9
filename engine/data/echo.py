"""Delayed echo: each symbol is to be said again some steps after it was heard."""

from typing import Literal, Self

import numpy as np
from pydantic import Field, model_validator

from engine.array import Array, Precision
from engine.control import control
from engine.data.dataset import Dataset
from engine.data.sequences import NO_ANSWER, Answers, OfSteps, SymbolSequences, answers_control
from engine.fault import Fault

LETTERS = "abcdefgh"


class Echo(OfSteps, SymbolSequences, title="Delayed echo"):
    """What was heard some steps ago? The longer the delay, the longer the memory."""

    kind: Literal["echo"] = "echo"
    delay: int = Field(
        default=3,
        ge=1,
        le=79,
        title="Delay",
        json_schema_extra=control(
            "data",
            order=72,
            half=True,
            scale="linear",
            hint="How many steps after it was heard a symbol is to be said again.",
        ),
    )
    """How many steps after it was heard a symbol is to be said again."""
    letters: int = Field(
        default=4,
        ge=2,
        le=len(LETTERS),
        title="Symbols",
        json_schema_extra=control(
            "data", order=74, half=True, scale="linear", hint="How many different symbols there are."
        ),
    )
    """How many different symbols there are."""
    answers: Answers = Field(default="every_step", title="Answer", json_schema_extra=answers_control(45))
    """When the network is asked."""

    @model_validator(mode="after")
    def there_is_an_echo(self) -> Self:
        if self.delay >= self.steps:
            raise Fault(
                "A sequence of {steps} steps has no echo after {delay}: take more steps, or a shorter delay.",
                where="data.delay",
                steps=self.steps,
                delay=self.delay,
            )
        return self

    @property
    def symbols(self) -> tuple[str, ...]:
        return tuple(LETTERS[: self.letters])

    @property
    def n_classes(self) -> int:
        return self.letters

    @property
    def answered_steps(self) -> int:
        return self.steps if self.answers == "every_step" else 0

    @property
    def class_names(self) -> tuple[str, ...]:
        return self.symbols

    @property
    def subject(self) -> tuple[object, ...]:
        return *super().subject, self.delay

    def dataset(self, dtype: Precision) -> Dataset:
        drawn = np.random.default_rng(self.seed).integers(
            0, self.letters, (self.steps, self.samples), np.uint8
        )
        labels: Array = np.full(drawn.shape, NO_ANSWER, dtype)
        labels[self.delay :] = drawn[: -self.delay]
        return self.coded(drawn + np.uint8(1), labels if self.answered_steps else labels[-1], dtype)
