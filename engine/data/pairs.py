"""Pairs of texts: of each the second is to be written when the first was read, symbol by symbol.

A sample is one sequence: the text, a symbol that says that it ends, then the answer, then the end. From that symbol on
the network is asked after each step for the next symbol; in training it reads the right one there (teacher forcing), in
use the one that it has written itself. A sample counts as right where all its symbols are, which is the same as writing
it right without help: up to the first mistake both read the same.
"""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.array import Precision
from engine.data.dataset import Dataset
from engine.data.sequences import NO_ANSWER, SymbolSequences
from engine.data.symbols import codes_of
from engine.data.typed import check_symbols, meant
from engine.fault import Fault

Pair = tuple[str, str]


class Pairs(SymbolSequences):
    """What data sets of pairs have in common."""

    asks: ClassVar[str]
    """The symbol behind the text."""
    ends: ClassVar[str]
    """The answer behind the last symbol."""

    @property
    def typed_symbols(self) -> tuple[str, ...]:
        """Those of texts: what is written for them, and the symbol between, nobody types."""
        raise NotImplementedError

    @property
    def longest_answer(self) -> int:
        """The symbols of the longest answer."""
        raise NotImplementedError

    def drawn(self) -> Sequence[Pair]:
        """The pairs of all samples, in their order."""
        raise NotImplementedError

    @property
    def n_classes(self) -> int:
        return len(self.class_names or ())

    @property
    def answered_steps(self) -> int:
        return self.n_steps

    @property
    def begins_answering(self) -> str:
        return self.asks

    @property
    def counts_whole(self) -> bool:
        return True

    def dataset(self, dtype: Precision) -> Dataset:
        found = self.drawn()
        texts = [f"{source}{self.asks}{target}" for source, target in found]
        labels = np.full((self.n_steps, self.n_samples), NO_ANSWER, dtype)
        classes = {name: number for number, name in enumerate(self.class_names or ())}
        for sample, (source, target) in enumerate(found):
            answers = [classes[symbol] for symbol in (*target, self.ends)]
            labels[len(source) : len(source) + len(answers), sample] = answers
        return self.coded(codes_of(texts, self.symbols, self.n_steps), labels, dtype)

    def read(self, text: str) -> NDArray[np.uint8]:
        """The codes of a text and the symbol behind it: blanks count, but none at its ends."""
        text = " ".join(meant(text, self.typed_symbols).split())
        if not text:
            raise Fault("Type a sequence first.")
        check_symbols(text, self.typed_symbols)
        most = self.n_steps - 1 - self.longest_answer
        if len(text) > most:
            raise Fault(
                "A sequence has {most} steps at most: this one has {count}.", most=most, count=len(text)
            )
        return codes_of([text + self.asks], self.symbols, self.n_steps)

    def as_input(self, answer: int) -> int | None:
        name = (self.class_names or ())[answer]
        return None if name == self.ends else self.symbols.index(name) + 1
