"""The training, the validation and the test set: by chance each sample is in one of them, or each set has all rows."""

from typing import ClassVar

from pydantic import Field

from engine.control import control
from engine.data.description import Data
from engine.part import Seed


class Divided(Data):
    """Samples that are put into a training, a validation and a test set by chance."""

    test_share: float = Field(
        default=0.5,
        ge=0.1,
        le=0.9,
        title="Test data",
        json_schema_extra=control(
            "data",
            order=60,
            half=True,
            scale="linear",
            step=5,
            unit="%",
            times=100,
            hint="The share of the samples that is kept for the test: the network never learns from it.",
        ),
    )
    """The share of the samples that is kept for the test."""
    seed: Seed = Field(
        default=0,
        title="Data seed",
        json_schema_extra=control(
            "data",
            more=True,
            order=10,
            kind="seed",
            help="New points",
            hint="Draws the samples and their split: the same seed draws the same ones again.",
        ),
    )
    """Draws the samples and their noise, and which set each of them is in."""

    @property
    def n_test(self) -> int:
        """The test share of the samples, but at least one, and not all."""
        return max(1, min(round(self.n_samples * self.test_share), self.n_samples - 1))

    @property
    def n_validation(self) -> int:
        return round(self.n_samples * self.validation_share)

    @property
    def n_train(self) -> int:
        return self.n_samples - self.n_validation - self.n_test


class AllRows(Data):
    """A table of all rows that there are: each set has all of them."""

    domain: ClassVar = (-0.5, 1.5)
    is_table: ClassVar = True

    @property
    def n_test(self) -> int:
        return self.n_samples

    @property
    def n_validation(self) -> int:
        return self.n_samples if self.validation_share else 0

    @property
    def n_train(self) -> int:
        return self.n_samples
