"""Formulas: a function of x1 and x2 as people write it, read by a parser of our own and never by `eval`.

    sum     = product { ("+" | "-") product }
    product = sign { ("*" | "/") sign }
    sign    = ("-" | "+") sign | power
    power   = atom [ "^" sign ]
    atom    = number | variable | function "(" sum ")" | "(" sum ")"

As in mathematics, -x^2 is -(x^2), and x^2^3 is x^(2^3). Functions are those of `engine.term.FUNCTIONS`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

import numpy as np

from engine.fault import Fault
from engine.term import FUNCTIONS, Term, value_of

MOST_CHARACTERS = 80
DEEPEST = 20
"""How deep parentheses, signs and powers lie in one another at most."""
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
"""Exponents of typesetting, in the order of the digits."""
FULL_WIDTH = {ord(sign) + 0xFEE0: sign for sign in map(chr, range(0x21, 0x7F))}
"""What a Chinese or Japanese keyboard types: ｓｉｎ（ｘ１）."""
SAME_SIGNS = FULL_WIDTH | str.maketrans("−–×·⋅∗÷₁₂", "--****/12")
TOKEN = re.compile(
    r"\s*(?:(?P<number>(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)"
    rf"|(?P<raised>[{RAISED}]+)|(?P<power>\*\*)|(?P<name>[A-Za-z_][^\W{RAISED}]*)|(?P<sign>\S))"
)


class Token(NamedTuple):
    kind: str
    """"number", "name", "sign", or "end"."""
    text: str
    place: int
    """The number of its first character, from 1."""


@lru_cache(maxsize=256)
def parsed(text: str, variables: tuple[str, ...] = ("x1", "x2")) -> Term:
    """The formula. Fault: what is wrong with it, and at which character."""
    if len(text) > MOST_CHARACTERS:
        raise Fault(
            "A formula has {most} characters at most: this one has {count}.",
            most=MOST_CHARACTERS,
            count=len(text),
        )
    return Parser(text, variables).formula()


def cleaned(text: str) -> str:
    """The same in one line, in small letters, with signs in place of those typed for them, without spaces around it."""
    return re.sub(r"\s", " ", text.translate(SAME_SIGNS)).strip().lower()


class Parser:
    """Recursive descent: a method for each line of the grammar."""

    def __init__(self, text: str, variables: Sequence[str]) -> None:
        self.tokens = [*tokens(text)]
        self.variables = variables
        self.depth = 0

    @property
    def next(self) -> Token:
        return self.tokens[0]

    def take(self) -> Token:
        return self.tokens.pop(0)

    def formula(self) -> Term:
        found = self.sum()
        match self.next.kind, self.next.text:
            case "end", _:
                return found
            case _, ")":
                raise Fault(
                    "At character {place}: no parenthesis is open that this one closes.",
                    place=self.next.place,
                )
            case ("number" | "name", _) | (_, "("):
                raise Fault("At character {place}: an operator such as * is missing.", place=self.next.place)
        raise Fault(
            "At character {place}: {given} is not understood.", place=self.next.place, given=self.next.text
        )

    def sum(self) -> Term:
        return self.chain("+-", self.product)

    def product(self) -> Term:
        return self.chain("*/", self.sign)

    def chain(self, operators: str, part: Callable[[], Term]) -> Term:
        """Parts with operators of one precedence, from left to right."""
        found = part()
        while self.next.kind == "sign" and self.next.text in operators:
            operator = self.take()
            found = folded(Term(operator.text, (found, part())), operator.place)
        return found

    def sign(self) -> Term:
        if self.next.text not in ("-", "+"):
            return self.power()
        token = self.take()
        found = self.deeper(self.sign)
        return folded(Term("negative", (found,)), token.place) if token.text == "-" else found

    def power(self) -> Term:
        base = self.atom()
        if self.next.text != "^":
            return base
        operator = self.take()
        return folded(Term("^", (base, self.deeper(self.sign))), operator.place)

    def atom(self) -> Term:
        token = self.take() if self.next.kind != "end" else self.next
        match token.kind:
            case "number":
                number = float(token.text)
                if not isfinite(number):
                    raise Fault("At character {place}: this number is too large.", place=token.place)
                return Term("number", number=number)
            case "name" if token.text in self.variables:
                return Term("variable", name=token.text)
            case "name" if token.text in FUNCTIONS:
                if self.next.text != "(":
                    raise Fault(
                        "At character {place}: {name} needs a parenthesis.",
                        place=self.next.place,
                        name=token.text,
                    )
                self.take()
                return folded(Term(token.text, (self.inside(),)), token.place)
            case "name":
                known = ", ".join([*self.variables, *FUNCTIONS])
                raise Fault(
                    "At character {place}: {given} is not known; allowed are {known}.",
                    place=token.place,
                    given=token.text,
                    known=known,
                )
            case "sign" if token.text == "(":
                return self.inside()
            case "end":
                raise Fault(
                    "At character {place}: the formula ends where a number or a variable is missing.",
                    place=token.place,
                )
        raise Fault(
            "At character {place}: {given} stands where a number or a variable is missing.",
            place=token.place,
            given=token.text,
        )

    def inside(self) -> Term:
        """The term in parentheses, after the opening one."""
        found = self.deeper(self.sum)
        if self.next.text == ")":
            self.take()
            return found
        if self.next.kind == "end":
            raise Fault("At character {place}: a closing parenthesis is missing.", place=self.next.place)
        raise Fault(
            "At character {place}: an operator or a closing parenthesis is missing.", place=self.next.place
        )

    def deeper(self, part: Callable[[], Term]) -> Term:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Fault(
                "At character {place}: more than {most} levels lie in one another.",
                place=self.next.place,
                most=DEEPEST,
            )
        found = part()
        self.depth -= 1
        return found


def folded(term: Term, place: int) -> Term:
    """A part without variables as its number. Fault: it has no finite value, such as 1/0; `place` is its operator's."""
    if any(part.what != "number" for part in term.parts):
        return term
    with np.errstate(all="ignore"):
        number = float(value_of(term, {"": np.zeros(1)})[0])
    if not isfinite(number):
        raise Fault("At character {place}: this part has no finite value, such as 1/0.", place=place)
    return Term("number", number=number)


def tokens(text: str) -> Iterator[Token]:
    """The numbers, names and signs of a text, and its end. x1² and x1**2 are read as x1^2."""
    place, end = 0, len(text.rstrip())
    while place < end:
        match = TOKEN.match(text, place)
        assert match is not None  # one of the kinds fits any character
        kind = next(name for name in ("number", "raised", "power", "name", "sign") if match[name] is not None)
        start = match.start(kind) + 1
        if kind in ("raised", "power"):
            yield Token("sign", "^", start)
        if kind == "raised":
            yield Token("number", "".join(str(RAISED.index(digit)) for digit in match[kind]), start)
        elif kind != "power":
            yield Token(kind, match[kind], start)
        place = match.end()
    yield Token("end", "", end + 1)
