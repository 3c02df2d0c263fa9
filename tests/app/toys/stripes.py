"""A data set that the engine does not know: stripes of alternating classes. Whoever uses it registers it.

Its fields are a number, a choice, a share and a flag, each with a control, and one without.
"""

from typing import Literal

import numpy as np
from pydantic import Field

from engine.array import Array
from engine.control import control, option
from engine.data.planar import Planar


class ToyStripes(Planar, title="Toy stripes"):
    """Stripes of alternating classes.

    This paragraph is for whoever reads the module.
    """

    kind: Literal["toy_stripes"] = "toy_stripes"
    stripes: int = Field(
        default=3,
        ge=2,
        le=8,
        title="Stripes",
        json_schema_extra=control(
            "data", order=15, scale="linear", unit="pieces", help="How many stripes there are."
        ),
    )
    direction: Literal["upright", "level"] = Field(
        default="upright",
        title="Direction",
        json_schema_extra=control(
            "data",
            more=True,
            options={"upright": option("Upright"), "level": option("Level", "They lie, and do not stand.")},
        ),
    )
    softness: float = Field(
        default=0,
        ge=0,
        le=1,
        title="Softness",
        json_schema_extra=control("data", more=True, times=100, applies={"data.direction": ["level"]}),
    )
    swapped: bool = Field(
        default=False, title="Swap the classes", json_schema_extra=control("data", more=True)
    )
    marks: tuple[float, ...] = ()
    """Without a control: in addresses alone."""

    def drawn(self, generator: np.random.Generator) -> tuple[Array, Array]:
        points = generator.uniform(-5, 5, (2, self.samples))
        x = self.moved(points, generator)[int(self.direction == "level")]
        return points, (np.floor((x + 5) / 10 * self.stripes) + self.swapped) % 2
