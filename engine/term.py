"""A term: a formula as a tree of numbers, variables, operators and functions, with its values and its source text."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from engine.array import Array
from engine.fault import Fault

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


class Term(NamedTuple):
    """A part of a formula: a number, a variable, or an operator or a function of other parts."""

    what: str
    """"number", "variable", "negative", an operator or the name of a function."""
    parts: tuple["Term", ...] = ()
    number: float = 0.0
    name: str = ""
    """The name of a variable; empty for other nodes."""


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
