"""Translation: numbers in English words become Chinese numerals, or the other way round, symbol by symbol.

A sample is one sequence: the text, then "=", then what it means in the other language, then the end. From "=" on the
network is asked after each step for the next symbol; in training it reads the right one there (teacher forcing), in use
the one that it has written itself. A sample counts as right where all its symbols are, which is the same as writing it
right without help: up to the first mistake both read the same.
"""

from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.array import Precision
from engine.control import control, option
from engine.data.dataset import Dataset
from engine.data.number_words import LARGEST, in_numerals, in_words
from engine.data.sequences import NO_ANSWER, SymbolSequences
from engine.data.symbols import codes_of
from engine.fault import Fault

EQUALS, END = "=", "."
"""The symbol behind the text, and the answer behind the translation."""

Direction = Literal["to_numerals", "to_words"]


@cache
def pairs(direction: Direction) -> tuple[tuple[str, str], ...]:
    """Every number in the one language and in the other."""
    found = ((in_words(number), in_numerals(number)) for number in range(1, LARGEST + 1))
    return tuple(found if direction == "to_numerals" else ((numerals, words) for words, numerals in found))


@cache
def alphabets(direction: Direction) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The symbols of texts, and those of translations."""
    sources, targets = zip(*pairs(direction), strict=True)
    return tuple(sorted(set("".join(sources)))), tuple(sorted(set("".join(targets))))


@cache
def longest(direction: Direction) -> int:
    """The steps of the longest sample: the text, "=" and the translation."""
    return max(len(source) + 1 + len(target) for source, target in pairs(direction))


class Translation(SymbolSequences, title="Translation of numbers"):
    """Four hundred and seven is 四百零七: letters in, characters out. Numbers of the test were never seen."""

    kind: Literal["translation"] = "translation"
    samples: int = Field(
        default=3000,
        ge=10,
        le=LARGEST,
        title="Samples",
        json_schema_extra=control(
            "data", order=40, hint="How many of the numbers from 1 to 9,999 are drawn, all sets together."
        ),
    )
    """How many of the numbers from 1 to 9,999 are drawn, all sets together, each once."""
    direction: Direction = Field(
        default="to_numerals",
        title="Direction",
        json_schema_extra=control(
            "data",
            order=45,
            hint="Into which language the numbers are translated.",
            options={
                "to_numerals": option("Words to 汉字", "English number words in, Chinese numerals out."),
                "to_words": option("汉字 to words", "Chinese numerals in, English number words out."),
            },
        ),
    )
    """Into which language the numbers are translated."""

    @property
    def symbols(self) -> tuple[str, ...]:
        source, target = alphabets(self.direction)
        return (*source, *target, EQUALS)

    @property
    def class_names(self) -> tuple[str, ...]:
        return (*alphabets(self.direction)[1], END)

    @property
    def n_classes(self) -> int:
        return len(self.class_names)

    @property
    def n_steps(self) -> int:
        return longest(self.direction)

    @property
    def answered_steps(self) -> int:
        return self.n_steps

    @property
    def begins_answering(self) -> str:
        return EQUALS

    @property
    def counts_whole(self) -> bool:
        return True

    @property
    def subject(self) -> tuple[object, ...]:
        return self.kind, self.direction

    def dataset(self, dtype: Precision) -> Dataset:
        """Numbers in random order, none of them twice."""
        chosen = np.random.default_rng(self.seed).permutation(LARGEST)[: self.samples]
        found = [pairs(self.direction)[number] for number in chosen]
        texts = [f"{source}{EQUALS}{target}" for source, target in found]
        labels = np.full((self.n_steps, self.samples), NO_ANSWER, dtype)
        classes = {name: number for number, name in enumerate(self.class_names)}
        for sample, (source, target) in enumerate(found):
            answers = [classes[symbol] for symbol in target + END]
            labels[len(source) : len(source) + len(answers), sample] = answers
        return self.coded(codes_of(texts, self.symbols, self.n_steps), labels, dtype)

    def read(self, text: str) -> NDArray[np.uint8]:
        """The codes of a text and "=" behind it: blanks count, but none at its ends, and capitals are letters."""
        text = " ".join(text.lower().split())
        source, _ = alphabets(self.direction)
        if not text:
            raise Fault("Type a sequence first.")
        unknown = [symbol for symbol in text if symbol not in source]
        if unknown:
            known = " ".join(symbol for symbol in source if symbol != " ")
            raise Fault(
                "The symbols are {symbols}: {unknown} is none of them.", symbols=known, unknown=unknown[0]
            )
        most = self.n_steps - 1 - max(len(each) for _, each in pairs(self.direction))
        if len(text) > most:
            raise Fault(
                "A sequence has {most} steps at most: this one has {count}.", most=most, count=len(text)
            )
        return codes_of([text + EQUALS], self.symbols, self.n_steps)

    def as_input(self, answer: int) -> int | None:
        name = self.class_names[answer]
        return None if name == END else self.symbols.index(name) + 1
