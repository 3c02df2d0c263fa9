"""Data sets of sequences: each sample is a row of steps, and has one answer at its end, or one at every step."""

from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.array import Array, Precision
from engine.control import control, option
from engine.data.dataset import Dataset
from engine.data.sets import Divided
from engine.data.symbols import NONE, Symbols
from engine.data.typed import check_symbols, meant
from engine.fault import Fault

MOST_EXAMINED_SEQUENCES = 250
"""Of each set only the first so many sequences are evaluated: each goes through a layer step by step."""
MOST_STEPS = 60
NO_ANSWER = -1
"""The label of a step at which no answer is asked for."""

Answers = Literal["last", "every_step"]


class Sequences(Divided):
    """Samples that are sequences of at most `n_steps` steps, with `n_numbers` numbers at each of them."""

    standardize: Literal[False] = Field(default=False, title="Standardise features")
    """Sequences stay as they are: a step of zeros is none."""

    @property
    def n_steps(self) -> int:
        raise NotImplementedError

    @property
    def n_numbers(self) -> int:
        """The numbers of each step."""
        raise NotImplementedError

    @property
    def shape_in(self) -> tuple[int, ...]:
        return self.n_numbers, self.n_steps

    @property
    def inputs(self) -> tuple[object, ...]:
        return tuple(
            (self.kind, number, step) for number in range(self.n_numbers) for step in range(self.n_steps)
        )

    @property
    def label_classes(self) -> tuple[int, ...]:
        return (self.n_classes,) * max(1, self.answered_steps)

    @property
    def examined(self) -> int | None:
        largest = max(self.n_train, self.n_validation, self.n_test)
        return MOST_EXAMINED_SEQUENCES if largest > MOST_EXAMINED_SEQUENCES else None

    @property
    def subject(self) -> tuple[object, ...]:
        return self.kind, self.shape_in, self.answered_steps

    def sequenced(self, X: Array, labels: Array, dtype: Precision) -> Dataset:
        """The data set of sequences of numbers X (n, T, m), with their labels (m,) or, step by step, (T, m)."""
        X = X.reshape(-1, X.shape[-1]).astype(dtype)
        found = self.split(np.zeros((2, 0), dtype), X, np.atleast_2d(labels).astype(dtype))
        return found


class OfSteps(Sequences):
    """Sequences that are drawn, as long as one wishes and as many."""

    samples: int = Field(
        default=1000,
        ge=10,
        le=10_000,
        title="Samples",
        json_schema_extra=control("data", order=40, hint="How many sequences are drawn, all sets together."),
    )
    """How many sequences are drawn, all sets together."""

    steps: int = Field(
        default=20,
        ge=4,
        le=MOST_STEPS,
        title="Steps",
        json_schema_extra=control(
            "data",
            order=70,
            half=True,
            scale="linear",
            hint="How many steps the longest sequence has: the network reads one after the other.",
        ),
    )
    """How many steps the longest sequence has."""

    @property
    def n_samples(self) -> int:
        return self.samples

    @property
    def n_steps(self) -> int:
        return self.steps


class SymbolSequences(Sequences):
    """Sequences of symbols, one-hot: each step has a 1 in the row of its symbol. They stay bytes (see `Symbols`)."""

    alphabet: ClassVar[tuple[str, ...]] = ()

    @property
    def symbols(self) -> tuple[str, ...]:
        return self.alphabet

    @property
    def n_numbers(self) -> int:
        return len(self.symbols)

    @property
    def lengths_differ(self) -> bool:
        return True

    @property
    def n_held(self) -> int:
        """A byte for each step, which is a quarter of a number."""
        return -(-self.n_steps // 4)

    def coded(self, codes: NDArray[np.uint8], labels: Array, dtype: Precision) -> Dataset:
        """The data set of sequences with these codes (T, m) and their labels (m,) or (T, m)."""
        labels = np.atleast_2d(labels).astype(dtype)
        train, test = self.n_train, self.n_train + self.n_validation
        ends = [train, test]
        sets = [Symbols(each, self.n_numbers, dtype) for each in np.split(codes, ends, axis=1)]
        of_sets = np.split(labels, ends, axis=1)
        return Dataset(
            points=np.zeros((2, 0), dtype),
            labels=labels,
            mean=np.zeros((self.n_inputs, 1), dtype),
            deviation=np.ones((self.n_inputs, 1), dtype),
            X_train=sets[0],
            labels_train=of_sets[0],
            X_validation=sets[1],
            labels_validation=of_sets[1],
            X_test=sets[2],
            labels_test=of_sets[2],
        )

    def read(self, text: str) -> NDArray[np.uint8]:
        """The codes (T, 1) of a sequence that a person typed. Fault: it is empty, too long or has other symbols."""
        text = meant("".join(text.split()), self.symbols)
        if not text:
            raise Fault("Type a sequence first.")
        if len(text) > self.n_steps:
            raise Fault(
                "A sequence has {most} steps at most: this one has {count}.",
                most=self.n_steps,
                count=len(text),
            )
        check_symbols(text, self.symbols)
        codes = np.full((self.n_steps, 1), NONE, np.uint8)
        codes[: len(text), 0] = [self.symbols.index(symbol) + 1 for symbol in text]
        return codes


def answers_control(order: int) -> dict[str, Any]:
    """Of the field that says when answers are asked for."""
    return control(
        "data",
        order=order,
        hint="When the network is asked: once at the end, or at every step.",
        options={
            "every_step": option("At every step", "The network answers after each step that it has read."),
            "last": option("At the end", "The network answers once, after it has read the whole sequence."),
        },
    )
