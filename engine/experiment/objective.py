"""The objective of an experiment: what is made small."""

from typing import Literal, Self

from pydantic import Field, model_validator

from engine.control import control, option
from engine.experiment.head import HeadDescription, LossName, OutputName
from engine.fault import Fault
from engine.part import Part

SHORT_FORM = ("loss", "output")
"""The fields that describe the one head of a network without a list of heads."""
MOST_HEADS = 8


class Objective(Part):
    """What is made small: a loss, or the sum of several heads' losses, and perhaps a penalty on the size of the
    weights."""

    loss: LossName = Field(
        default="squared_error",
        title="Loss",
        json_schema_extra=control("learning", order=50),
    )
    """Squared error reads the output through tanh (classification) or as it is (regression); cross-entropy
    reads it as the logit of a probability; softmax reads one output for each class as the logits of probabilities
    that add up to 1; hinge requires an output of at least 1 on its class's side of 0; perceptron learns from
    mistakes alone, without hidden layers. All but squared error are for classification only. With more than two
    classes there is one output for each, and all but softmax then compare each class with the rest."""
    output: OutputName | None = Field(
        default=None,
        exclude_if=lambda output: output is None,
        title="Output function",
        json_schema_extra=control(
            "learning",
            more=True,
            order=15,
            options={
                "linear": option("Linear", "The output is the weighted sum itself."),
                "sigmoid": option(
                    "Sigmoid", "The output lies between 0 and 1; of classes these are the targets."
                ),
                "tanh": option("tanh", "The output lies between −1 and 1; of classes these are the targets."),
            },
            applies={"objective.loss": ["squared_error"]},
        ),
    )
    """The output function of squared error; null: the default one. The targets of classes are then the limits of the
    function, such as 0 and 1 of sigmoid; numbers stay as they are."""
    heads: tuple[HeadDescription, ...] | None = Field(
        default=None,
        min_length=1,
        max_length=MOST_HEADS,
        exclude_if=lambda heads: heads is None,
        title="Heads",
        json_schema_extra=control(
            "learning",
            order=48,
            kind="localisation",
            help="The network says two things: the class, and where in its picture the thing is.",
            applies={"kind.has_boxes": ["true"]},
            replaces=SHORT_FORM,
        ),
    )
    """Several heads, whose losses are added up, in place of the two fields above."""
    regularization: Literal["none", "l1", "l2"] = Field(
        default="none",
        title="Regularisation",
        json_schema_extra=control(
            "learning",
            order=60,
            hint="A penalty on large weights: the function becomes simpler, which reduces overfitting.",
            options={
                "none": option("None"),
                "l1": option("L1", "Pulls all weights to 0 alike: those of little use become exactly 0."),
                "l2": option("L2", "Pulls every weight to 0 in proportion to its size."),
            },
        ),
    )
    """The penalty on the weights; biases are never penalised. L2 is part of the gradient; L1 is taken after each step,
    and makes a weight exactly 0 that would cross it."""
    regularization_rate: float = Field(
        default=0,
        ge=0,
        le=10,
        title="Regularisation rate",
        json_schema_extra=control(
            "learning",
            order=70,
            hint="How much the penalty counts against the loss.",
            applies={"objective.regularization": ["l1", "l2"]},
        ),
    )
    """How much the penalty counts against the loss."""
    center_weight: float = Field(
        default=0,
        ge=0,
        le=10,
        title="Centre loss",
        json_schema_extra=control(
            "learning",
            more=True,
            order=20,
            help="Pulls the last hidden layer's outputs for each class towards the class centre.",
            applies={"objective.loss": ["softmax"]},
        ),
    )
    """The weight of centre loss beside softmax: the squared distance between the last hidden layer's activations for a
    sample and the centre of its class. 0: none."""
    center_rate: float = Field(
        default=0.5,
        ge=0,
        le=1,
        title="Centre learning rate",
        json_schema_extra=control(
            "learning",
            more=True,
            order=30,
            scale="linear",
            step=0.1,
            help="How fast each centre follows the samples of its class.",
            applies={"objective.center_weight": "positive"},
        ),
    )
    """The rate at which the centres follow the mini-batches."""

    @model_validator(mode="after")
    def heads_are_given_once(self) -> Self:
        for field in SHORT_FORM if self.heads is not None else ():
            if getattr(self, field) != type(self).model_fields[field].default:
                raise Fault(
                    "The heads are given as a list already: leave {field} out.",
                    where=f"objective.{field}",
                    field=f"objective.{field}",
                )
        return self

    @property
    def described(self) -> tuple[HeadDescription, ...]:
        """All heads, the output first."""
        return self.heads or (HeadDescription(loss=self.loss, output=self.output),)

    def where(self, number: int, field: str) -> str:
        """The place of a field of a head."""
        return f"objective.{field}" if self.heads is None else f"objective.heads.{number}.{field}"
