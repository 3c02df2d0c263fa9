"""Translation: numbers in English words become Chinese numerals, or the other way round, symbol by symbol."""

from functools import cache
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.control import control, option
from engine.data.number_words import LARGEST, in_numerals, in_words
from engine.data.pairs import Pair, Pairs

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


class Translation(Pairs, title="Translation of numbers"):
    """Four hundred and seven is 四百零七: letters in, characters out. Numbers of the test were never seen."""

    asks: ClassVar = "="
    ends: ClassVar = "."

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
    def n_samples(self) -> int:
        return self.samples

    @property
    def typed_symbols(self) -> tuple[str, ...]:
        return alphabets(self.direction)[0]

    @property
    def symbols(self) -> tuple[str, ...]:
        source, target = alphabets(self.direction)
        return (*source, *target, self.asks)

    @property
    def class_names(self) -> tuple[str, ...]:
        return (*alphabets(self.direction)[1], self.ends)

    @property
    def n_steps(self) -> int:
        return longest(self.direction)

    @property
    def longest_answer(self) -> int:
        return max(len(target) for _, target in pairs(self.direction))

    @property
    def subject(self) -> tuple[object, ...]:
        return self.kind, self.direction

    def drawn(self) -> list[Pair]:
        """Numbers in random order, none of them twice."""
        chosen = np.random.default_rng(self.seed).permutation(LARGEST)[: self.samples]
        return [pairs(self.direction)[number] for number in chosen]

    def read(self, text: str) -> NDArray[np.uint8]:
        """Capitals are letters, too."""
        return super().read(text.lower())
