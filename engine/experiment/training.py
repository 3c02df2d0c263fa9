"""The training of an experiment: how the samples are shown, and when it ends."""

from typing import Literal

from pydantic import Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from engine.control import control, option
from engine.methods.method import under_methods
from engine.part import Part, Seed


class Training(Part):
    """The batches, the seed, and the conditions to stop."""

    batch_size: int = Field(
        default=10,
        ge=1,
        le=5000,
        title="Batch size",
        json_schema_extra=control(
            "data",
            order=90,
            half=True,
            hint="How many samples a step looks at: few make it noisy, many make it slow.",
        ),
    )
    """How many samples each step sees; at most the size of the training set."""
    patience: int = Field(
        default=0,
        ge=0,
        le=1000,
        title="Patience in epochs",
        json_schema_extra=control(
            "learning",
            more=True,
            order=10,
            help="Early stopping: after this many epochs without a new lowest validation loss, training stops and the "
            "best weights are restored; 0 turns it off.",
            applies={"data.validation_share": "positive"},
        ),
    )
    """Early stopping: after so many epochs in a row without a new lowest validation loss, training ends and the
    weights of the lowest return. 0: it never ends by itself."""
    stop_epochs: int = Field(
        default=0,
        ge=0,
        le=100_000,
        title="Stop after epochs",
        json_schema_extra=control(
            "learning", more=True, order=12, help="Training pauses after this many epochs; 0: it goes on."
        ),
    )
    """Stop at the end of this epoch. 0: do not."""
    stop_loss: float = Field(
        default=0,
        ge=0,
        le=100,
        title="Stop at training loss",
        json_schema_extra=control(
            "learning",
            more=True,
            order=14,
            help="Training pauses after the epoch in which the training loss has fallen to this; 0: it goes on.",
        ),
    )
    """Stop at the end of the first epoch with a training loss of at most this. 0: do not."""
    stop_accuracy: float = Field(
        default=0,
        ge=0,
        le=1,
        title="Stop at training accuracy",
        json_schema_extra=control(
            "learning",
            more=True,
            order=16,
            scale="linear",
            step=5,
            unit="%",
            times=100,
            help="Training pauses after the epoch in which so many training samples are right; 0: it goes on.",
            applies={"kind.problem": ["classification"]},
        ),
    )
    """Stop at the end of the first epoch with so large a share of the training samples right. 0: do not."""
    seed: Seed = Field(
        default=0,
        title="Seed",
        json_schema_extra=control(
            "transport",
            kind="seed",
            help="New weights",
            hint="Draws the initial weights and the order of the samples: the same seed repeats the run.",
            starts=True,
        ),
    )
    """Draws the initial weights, the order of the samples, and the units that are dropped."""
    precision: Literal["single", "double"] = Field(
        default="single",
        title="Precision",
        json_schema_extra=control(
            "learning",
            more=True,
            order=110,
            options={
                "single": option("Single", "Numbers of 4 bytes, of about 7 digits, as networks are trained."),
                "double": option(
                    "Double",
                    "Numbers of 8 bytes, of about 16 digits, for small networks: the worked example shows 9 of them.",
                ),
            },
            starts=True,
        ),
    )
    """The precision of all numbers in training. A published example agrees in all of its digits in double precision
    only."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """A batch size, and conditions to stop, apply under the methods that descend: a solver takes one step over all
        samples."""
        schema = handler.resolve_ref_schema(handler(core))
        for field in ("batch_size", "stop_epochs", "stop_loss", "stop_accuracy"):
            under_methods(schema["properties"][field], field)
        return schema
