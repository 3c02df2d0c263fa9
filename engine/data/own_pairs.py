"""A person's own pairs: texts, and what is to be written when each was read."""

from functools import cached_property
from typing import Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from engine.control import control
from engine.data.pairs import Pair, Pairs
from engine.fault import Fault

FEWEST_PAIRS, MOST_PAIRS = 10, 500
MOST_LETTERS = 40
"""Of a text, and of an answer."""
MOST_SYMBOLS = 100
"""Different letters of all texts and answers."""
MOST_IN_ALL = 12_000
"""Letters of all pairs together: what a page sends at once, and an experiment holds, is bounded."""
ASKS, ENDS = "\N{RIGHTWARDS ARROW}", "\N{BLACK SQUARE}"

Text = Annotated[str, Field(min_length=1, max_length=MOST_LETTERS)]

PLURALS = (
    *(
        "cat",
        "dog",
        "hat",
        "pen",
        "cup",
        "bed",
        "map",
        "car",
        "bag",
        "boy",
        "day",
        "key",
        "tree",
        "book",
        "desk",
    ),
    *("box", "fox", "bus", "glass", "dish", "brush", "watch", "match", "bench", "peach"),
    *("city", "baby", "lady", "story", "party", "berry", "fly", "spy", "penny", "puppy"),
)
"""Words, for a first look at what pairs are."""


def plural(word: str) -> str:
    """The plural of a regular English noun."""
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "sh", "ch")) else "s")


class OwnPairs(Pairs, title="Your own pairs"):
    """Pairs of texts of your own: the network reads the first one and writes the second one."""

    asks: ClassVar = ASKS
    ends: ClassVar = ENDS

    kind: Literal["pairs"] = "pairs"
    texts: tuple[tuple[Text, Text], ...] = Field(
        default=tuple((word, plural(word)) for word in PLURALS),
        min_length=FEWEST_PAIRS,
        max_length=MOST_PAIRS,
        title="Pairs",
        json_schema_extra=control(
            "data",
            order=40,
            kind="pairs",
            help="A line for each pair: a text, a comma or a tab, and what is to be written for it.",
        ),
    )
    """Each text, and what is to be written when it was read."""

    @model_validator(mode="after")
    def texts_can_be_read(self) -> Self:
        for number, pair in enumerate(self.texts, start=1):
            for text in pair:
                if text != " ".join(text.split()) or not text.isprintable():
                    raise Fault(
                        "Pair {number} has blanks at an end of a text, or signs that are no letters.",
                        where="data.texts",
                        number=number,
                    )
                if ASKS in text or ENDS in text:
                    raise Fault(
                        "Pair {number} has {sign}, which stands for the end of a text here.",
                        where="data.texts",
                        number=number,
                        sign=ASKS if ASKS in text else ENDS,
                    )
        if len(self._letters) > MOST_SYMBOLS:
            raise Fault(
                "The pairs have {count} different letters: {most} at most are allowed.",
                where="data.texts",
                count=len(self._letters),
                most=MOST_SYMBOLS,
            )
        if self.n_own > MOST_IN_ALL:
            raise Fault(
                "The pairs have {count} letters in all: {most} at most are allowed.",
                where="data.texts",
                count=self.n_own,
                most=MOST_IN_ALL,
            )
        return self

    @cached_property
    def _letters(self) -> frozenset[str]:
        return frozenset("".join(text for pair in self.texts for text in pair))

    @cached_property
    def typed_symbols(self) -> tuple[str, ...]:
        return tuple(sorted({*"".join(source for source, _ in self.texts)}))

    @cached_property
    def symbols(self) -> tuple[str, ...]:
        return (*sorted(self._letters), ASKS)

    @cached_property
    def class_names(self) -> tuple[str, ...]:
        return (*sorted({*"".join(target for _, target in self.texts)}), ENDS)

    @cached_property
    def longest_answer(self) -> int:
        return max(len(target) for _, target in self.texts)

    @cached_property
    def n_steps(self) -> int:
        """The longest text may have the longest answer: of those in use the answer is not known."""
        return max(len(source) for source, _ in self.texts) + 1 + self.longest_answer

    @property
    def n_samples(self) -> int:
        return len(self.texts)

    @property
    def n_own(self) -> int:
        return sum(len(source) + len(target) for source, target in self.texts)

    @property
    def subject(self) -> tuple[object, ...]:
        return self.kind, self.symbols, self.class_names

    def drawn(self) -> list[Pair]:
        """The pairs in random order: a part of them is kept for the test."""
        return [self.texts[number] for number in np.random.default_rng(self.seed).permutation(self.n_samples)]
