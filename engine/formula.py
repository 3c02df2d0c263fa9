"""Formulas: a function of x1 and x2 as people write it, read by a parser of our own and never by `eval`.

    sum     = product { ("+" | "-") product }
    product = sign { ("*" | "/") sign }
    sign    = ("-" | "+") sign | power
    power   = atom [ "^" sign ]
    atom    = number | variable | function "(" sum ")" | "(" sum ")"

As in mathematics, -x^2 is -(x^2), and x^2^3 is x^(2^3). Functions are those of `FUNCTIONS`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

import numpy as np

from engine.array import Array
from engine.fault import Fault

MOST_CHARACTERS = 80
DEEPEST = 20
"""How deep parentheses, signs and powers lie in one another at most."""
LARGEST = 1000.0
"""Values beyond ± this are cut off there."""

FUNCTIONS: dict[str, Callable[[Array], Array]] = {
    "sin": np.sin,
    "cos": np.cos,
    "tanh": np.tanh,
    "exp": np.exp,
    "abs": np.abs,
    "sqrt": np.sqrt,
    "log": np.log,
}
OPERATORS: dict[str, Callable[[Array, Array], Array]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
}
SAME_SIGNS = str.maketrans("−–－＋×·⋅∗＊÷／＾（）．", "---+*****//^().")
TOKEN = re.compile(r"\s*(?:(?P<number>(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<sign>\S))")


class Term(NamedTuple):
    """A part of a formula: a number, a variable, or an operator or a function of other parts."""

    what: str
    """"number", "variable", "negative", an operator or the name of a function."""
    parts: tuple["Term", ...] = ()
    number: float = 0.0
    name: str = ""
    """The name of a variable; empty for other nodes."""


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
    """The same in one line, with signs in place of those that are typed for them, and without spaces around it."""
    return re.sub(r"\s", " ", text.translate(SAME_SIGNS)).strip()


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
    """The numbers, names and signs of a text, and its end."""
    place, end = 0, len(text.rstrip())
    while place < end:
        match = TOKEN.match(text, place)
        assert match is not None and match.lastgroup is not None  # one of the three fits any character
        kind = next(name for name in ("number", "name", "sign") if match[name] is not None)
        yield Token(kind, match[kind], match.start(kind) + 1)
        place = match.end()
    yield Token("end", "", end + 1)


def value_of(term: Term, variables: Mapping[str, Array]) -> Array:
    """Its value wherever the variables have one, which may be infinite, or not a number."""
    match term.what:
        case "number":
            return np.full_like(next(iter(variables.values())), term.number)
        case "variable":
            return variables[term.name]
        case "negative":
            return -value_of(term.parts[0], variables)
    parts = [value_of(part, variables) for part in term.parts]
    found: Array = FUNCTIONS[term.what](*parts) if len(parts) == 1 else OPERATORS[term.what](*parts)
    return found


def values(term: Term, variables: Mapping[str, Array]) -> Array:
    """Its values (m,) between -LARGEST and LARGEST, and 0 where it has none."""
    with np.errstate(all="ignore"):
        found = value_of(term, {name: np.asarray(x, float) for name, x in variables.items()})
    return np.clip(np.nan_to_num(found), -LARGEST, LARGEST)


def names_in(term: Term) -> set[str]:
    """The variables that it has."""
    return {term.name} if term.name else set().union(*map(names_in, term.parts))


def check_finite(term: Term, variables: Mapping[str, Array]) -> None:
    """Fault: it has no finite value at one of these points, each variable (m,)."""
    with np.errstate(all="ignore"):
        found = value_of(term, variables)
    [places] = np.nonzero(~np.isfinite(found))
    if len(places):
        point = ", ".join(
            f"{name} = {x[places[0]]:g}" for name, x in variables.items() if name in names_in(term)
        )
        raise Fault(
            "The formula has no finite value at {point}, but it must have one everywhere.", point=point
        )


def source_of(term: Term, functions: str, variables: Mapping[str, str]) -> str:
    """The formula in Python's words, which are those of NumPy, PyTorch and Keras: `functions` is "np." or "torch."."""
    parts = [source_of(part, functions, variables) for part in term.parts]
    match term.what:
        case "number":
            return repr(term.number) if term.number >= 0 else f"({term.number!r})"
        case "variable":
            return variables[term.name]
        case "negative":
            return f"(-{parts[0]})"
    operator = "**" if term.what == "^" else term.what
    return f"({parts[0]} {operator} {parts[1]})" if len(parts) == 2 else f"{functions}{term.what}({parts[0]})"
