"""Curve: two classes, above and below a curve y = f(x) of one's own."""

from typing import Literal

import numpy as np
from pydantic import Field, field_validator

from engine.array import Array
from engine.control import control
from engine.data.description import DOMAIN
from engine.data.features import CHECKED
from engine.data.planar import Planar
from engine.fault import Fault
from engine.formula import MOST_CHARACTERS, cleaned, parsed
from engine.term import check_finite, values

VARIABLES = ("x", "x1")
"""The name of the horizontal coordinate in the formula."""


class Curve(Planar, title="Above and below a curve"):
    """Above or below a curve of your own.

    The points lie evenly over the plane; y is x2.
    """

    kind: Literal["curve"] = "curve"
    formula: str = Field(
        default="2*sin(x)",
        max_length=MOST_CHARACTERS,
        title="y =",
        json_schema_extra=control(
            "data",
            order=20,
            kind="formula",
            help="A formula of x: numbers, + - * / ^, sin, cos, tanh, exp, abs, sqrt, log.",
        ),
    )
    """The curve, in the words of `engine.formula`."""

    @field_validator("formula")
    @classmethod
    def has_a_value_everywhere(cls, formula: str) -> str:
        formula = cleaned(formula)
        try:
            x = np.round(np.linspace(*DOMAIN, CHECKED), 9)
            check_finite(parsed(formula, VARIABLES), dict.fromkeys(VARIABLES, x))
        except Fault as fault:
            raise Fault(fault.text, where="data.formula", **fault.values) from None
        return formula

    @property
    def subject(self) -> tuple[object, ...]:
        return self.kind, self.formula

    def drawn(self, generator: np.random.Generator) -> tuple[Array, Array]:
        points = generator.uniform(*DOMAIN, (2, self.samples))
        x, y = self.moved(points, generator)
        height = values(parsed(self.formula, VARIABLES), dict.fromkeys(VARIABLES, x))
        return points, np.where(y > height, 1.0, 0.0)
