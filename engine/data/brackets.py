"""Balanced brackets: is every bracket that opens closed again, in the right order? Sequences differ in length."""

from typing import Literal

import numpy as np
from pydantic import Field

from engine.array import Precision
from engine.control import control
from engine.data.dataset import Dataset
from engine.data.sequences import OfSteps, SymbolSequences
from engine.data.symbols import codes_of
from engine.fault import sentence

PAIRS = (("(", ")"), ("[", "]"))


class Brackets(OfSteps, SymbolSequences, title="Balanced brackets"):
    """Is every bracket closed again? The network must count, or keep a stack."""

    kind: Literal["brackets"] = "brackets"
    pairs: int = Field(
        default=1,
        ge=1,
        le=len(PAIRS),
        title="Kinds of brackets",
        json_schema_extra=control(
            "data",
            order=74,
            half=True,
            scale="linear",
            hint="With one kind it is enough to count; with two it is not.",
        ),
    )
    """How many kinds of brackets there are: (), and []."""

    @property
    def symbols(self) -> tuple[str, ...]:
        return tuple(symbol for pair in PAIRS[: self.pairs] for symbol in pair)

    @property
    def class_names(self) -> tuple[str, ...]:
        return sentence("not balanced"), sentence("balanced")

    @property
    def subject(self) -> tuple[object, ...]:
        return *super().subject, self.pairs

    def dataset(self, dtype: Precision) -> Dataset:
        """Half of them balanced; of the others, each differs from a balanced one in one or two brackets, or has any."""
        generator = np.random.default_rng(self.seed)
        texts, labels = [], []
        for sample in range(self.samples):
            text = balanced(generator, 2 * int(generator.integers(1, self.steps // 2 + 1)), self.pairs)
            if sample % 2:
                text = spoiled(generator, text, self.symbols)
            texts.append(text)
            labels.append(float(is_balanced(text)))
        order = generator.permutation(self.samples)
        codes = codes_of(texts, self.symbols, self.steps)
        return self.coded(codes[:, order], np.array(labels)[order], dtype)


def balanced(generator: np.random.Generator, length: int, pairs: int) -> str:
    """Balanced brackets of an even length: at each place one opens or closes by chance, as far as both can be."""
    text = ""
    waiting: list[str] = []
    for left in range(length, 0, -1):
        may_open, may_close = len(waiting) < left, bool(waiting)
        if may_open and (not may_close or generator.random() < 0.5):
            opening, closing = PAIRS[generator.integers(pairs)]
            text += opening
            waiting.append(closing)
        else:
            text += waiting.pop()
    return text


def spoiled(generator: np.random.Generator, text: str, symbols: tuple[str, ...]) -> str:
    """The text with a bracket replaced by another, once or twice, until it is not balanced."""
    changed = text
    while is_balanced(changed):
        for _ in range(int(generator.integers(1, 3))):
            place = int(generator.integers(len(changed)))
            changed = changed[:place] + symbols[generator.integers(len(symbols))] + changed[place + 1 :]
    return changed


def is_balanced(text: str) -> bool:
    closing = dict(PAIRS)
    waiting: list[str] = []
    for symbol in text:
        if symbol in closing:
            waiting.append(closing[symbol])
        elif not waiting or waiting.pop() != symbol:
            return False
    return not waiting
