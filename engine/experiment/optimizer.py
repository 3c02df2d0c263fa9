"""The optimiser of an experiment: how the parameters move."""

from typing import Annotated, Literal

from pydantic import Field

from engine.methods import METHODS
from engine.part import Part
from engine.registry import OneOf


class Optimizer(Part):
    """How the parameters move against their gradient."""

    kind: Annotated[str, OneOf(METHODS)] = "gradient_descent"
    """The rule by which a gradient becomes a step. Adam and its relatives want a smaller learning rate, 0.01 or so.
    Least squares follows no gradient: in one step over all training samples it finds the best output weights there
    are, and leaves the hidden ones as they were drawn (the extreme learning machine); with the penalty l2, a ridge."""
    learning_rate: float = Field(default=0.1, ge=0, le=10)
    """The length of a step, as a multiple of the gradient; 0: nothing moves."""
    momentum: float = Field(default=0.9, ge=0, le=0.999)
    """The share of the velocity that is kept from step to step; Adam's β₁."""
    beta2: float = Field(default=0.999, ge=0, le=0.9999)
    """The share of the mean square of the gradient that is kept from step to step, in RMSprop and Adam."""
    epsilon: float = Field(default=1e-8, ge=1e-10, le=1)
    """Added to the root of that mean square, so that nothing is divided by zero."""
    weight_decay: float = Field(default=0.01, ge=0, le=10)
    """AdamW's: the share of each weight, times the learning rate, that goes in each step."""
    clip_norm: float = Field(default=0, ge=0, le=1000)
    """The greatest length of the gradient, which is shortened to it; 0: it is never clipped."""
    schedule: Literal["constant", "step", "exponential", "inverse_sqrt", "cosine"] = "constant"
    """How the learning rate changes over the steps of the run."""
    period: int = Field(default=1000, ge=1, le=1_000_000)
    """After so many steps the rate has been multiplied by `decay` (step, exponential), or is zero (cosine)."""
    decay: float = Field(default=0.5, gt=0, le=1)
    """What the rate is multiplied by in each period, in the step and exponential schedules."""
    warmup: int = Field(default=0, ge=0, le=100_000)
    """Over so many first steps the rate rises along a line, and the schedule begins after them."""
