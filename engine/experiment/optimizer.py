"""The optimiser of an experiment: how the parameters move."""

from typing import Annotated, Literal

from pydantic import Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from engine.control import control, option
from engine.methods import METHODS
from engine.methods.method import under_methods
from engine.part import Part
from engine.registry import OneOf


class Optimizer(Part):
    """How the parameters move against their gradient."""

    kind: Annotated[str, OneOf(METHODS)] = Field(
        default="gradient_descent",
        title="Optimiser",
        json_schema_extra=control("learning", order=20),
    )
    """The rule by which a gradient becomes a step. Adam and its relatives want a smaller learning rate, 0.01 or so.
    Least squares follows no gradient: in one step over all training samples it finds the best output weights there
    are, and leaves the hidden ones as they were drawn (the extreme learning machine); with the penalty l2, a ridge."""
    learning_rate: float = Field(
        default=0.1,
        ge=0,
        le=10,
        title="Learning rate",
        json_schema_extra=control(
            "learning", order=10, hint="How long a step is: too small learns slowly, too large overshoots."
        ),
    )
    """The length of a step, as a multiple of the gradient; 0: nothing moves."""
    momentum: float = Field(
        default=0.9,
        ge=0,
        le=0.999,
        title="Momentum",
        json_schema_extra=control(
            "learning",
            order=30,
            hint="The share of the last step's velocity that is kept: it carries over flat parts.",
            scale="near-one",
        ),
    )
    """The share of the velocity that is kept from step to step; Adam's β₁."""
    beta2: float = Field(
        default=0.999,
        ge=0,
        le=0.9999,
        title="Second-moment decay (β₂)",
        json_schema_extra=control(
            "learning",
            more=True,
            order=90,
            scale="near-one",
            hint="The share of the gradient's mean square that is kept from step to step.",
        ),
    )
    """The share of the mean square of the gradient that is kept from step to step, in RMSprop and Adam."""
    epsilon: float = Field(
        default=1e-8,
        ge=1e-10,
        le=1,
        title="Numerical stability (ε)",
        json_schema_extra=control(
            "learning",
            more=True,
            order=100,
            hint="A small number in the denominator, so that nothing is divided by 0.",
        ),
    )
    """Added to the root of that mean square, so that nothing is divided by zero."""
    weight_decay: float = Field(
        default=0.01,
        ge=0,
        le=10,
        title="Weight decay",
        json_schema_extra=control(
            "learning",
            order=40,
            hint="The share of each weight that goes in each step, times the learning rate.",
        ),
    )
    """AdamW's: the share of each weight, times the learning rate, that goes in each step."""
    clip_norm: float = Field(
        default=0,
        ge=0,
        le=1000,
        title="Maximum gradient norm",
        json_schema_extra=control(
            "learning",
            more=True,
            order=80,
            help="Gradient clipping: a larger gradient is scaled down to this norm; 0 turns it off.",
        ),
    )
    """The greatest length of the gradient, which is shortened to it; 0: it is never clipped."""
    schedule: Literal["constant", "step", "exponential", "inverse_sqrt", "cosine"] = Field(
        default="constant",
        title="Schedule",
        json_schema_extra=control(
            "learning",
            more=True,
            order=40,
            options={
                "constant": option("Constant", "The learning rate stays as it is."),
                "step": option(
                    "Staircase", "After every period the learning rate is multiplied by the factor."
                ),
                "exponential": option(
                    "Exponential", "The learning rate shrinks in every step: by the factor in each period."
                ),
                "inverse_sqrt": option(
                    "1/√t", "The learning rate is divided by the square root of the number of steps."
                ),
                "cosine": option("Cosine", "The learning rate follows a cosine down to 0 within one period."),
            },
        ),
    )
    """How the learning rate changes over the steps of the run."""
    period: int = Field(
        default=1000,
        ge=1,
        le=1_000_000,
        title="Period in steps",
        json_schema_extra=control(
            "learning",
            more=True,
            order=50,
            hint="After so many steps the schedule has gone through one period.",
        ),
    )
    """After so many steps the rate has been multiplied by `decay` (step, exponential), or is zero (cosine)."""
    decay: float = Field(
        default=0.5,
        gt=0,
        le=1,
        title="Factor",
        json_schema_extra=control(
            "learning",
            more=True,
            order=60,
            hint="What the learning rate is multiplied by in each period.",
            scale="linear",
            step=0.05,
        ),
    )
    """The factor of the rate in each period, in the step and exponential schedules."""
    warmup: int = Field(
        default=0,
        ge=0,
        le=100_000,
        title="Warm-up steps",
        json_schema_extra=control(
            "learning",
            more=True,
            order=70,
            help="In these first steps the learning rate rises from 0.",
        ),
    )
    """Over so many first steps the rate rises along a line, and the schedule begins after them."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """A field applies under the methods that read it."""
        schema = handler.resolve_ref_schema(handler(core))
        for name, field in schema["properties"].items():
            if name != "kind":
                under_methods(field, name)
        return schema
