"""A wave to be continued: from what a sine was so far, its next value is to be told, and then, from that, the next."""

from typing import Literal

import numpy as np
from pydantic import Field

from engine.array import Precision
from engine.control import control
from engine.data.dataset import Dataset
from engine.data.sequences import OfSteps

SHORTEST, LONGEST = 8, 24
"""Steps of a period."""


class Wave(OfSteps, title="Wave to be continued"):
    """Which value comes next? Fed with its own answers, the network goes on by itself."""

    kind: Literal["wave"] = "wave"
    noise: float = Field(
        default=0,
        ge=0,
        le=80,
        title="Noise",
        json_schema_extra=control(
            "data",
            order=74,
            half=True,
            scale="linear",
            step=5,
            unit="%",
            hint="How far chance moves the values.",
        ),
    )
    """Noise in percent: normal, of a deviation of so many hundredths."""

    @property
    def n_numbers(self) -> int:
        return 1

    @property
    def n_classes(self) -> int:
        return 0

    @property
    def continues(self) -> bool:
        return True

    @property
    def answered_steps(self) -> int:
        return self.steps

    def dataset(self, dtype: Precision) -> Dataset:
        """Sines of any phase, of periods from 8 to 24 steps and heights from 0.5 to 1; the label is the next value."""
        generator = np.random.default_rng(self.seed)
        phase = generator.uniform(0, 2 * np.pi, self.samples)
        period = generator.uniform(SHORTEST, LONGEST, self.samples)
        height = generator.uniform(0.5, 1, self.samples)
        values = height * np.sin(phase + 2 * np.pi * np.arange(self.steps + 1)[:, np.newaxis] / period)
        values += self.noise / 100 * generator.standard_normal(values.shape)
        return self.sequenced(values[np.newaxis, :-1], values[1:], dtype)
