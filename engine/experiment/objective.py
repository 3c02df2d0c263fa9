"""The objective of an experiment: what is made small."""

from typing import Literal

from pydantic import Field

from engine.control import control, option
from engine.part import Part


class Objective(Part):
    """What is made small: a loss, and perhaps a penalty on the size of the weights."""

    loss: Literal["squared_error", "cross_entropy", "softmax", "hinge", "perceptron"] = Field(
        default="squared_error",
        title="Loss",
        json_schema_extra=control(
            "learning",
            order=50,
            options={
                "squared_error": option(
                    "Squared error", "Half the squared difference between output and label."
                ),
                "cross_entropy": option(
                    "Cross-entropy", "The negative logarithm of the true class's predicted probability."
                ),
                "softmax": option("Softmax", "One output for each class: probabilities that add up to 1."),
                "hinge": option(
                    "Hinge", "Every sample should be on its side of 0 with a margin of at least 1."
                ),
                "perceptron": option(
                    "Perceptron rule",
                    "Only a misclassified sample changes the weights: it is added or subtracted. No hidden layers.",
                ),
            },
        ),
    )
    """Squared error reads the output through tanh (classification) or as it is (regression); cross-entropy
    reads it as the logit of a probability; softmax reads one output for each class as the logits of probabilities
    that add up to 1; hinge asks the output to be on its class's side of 0 by 1 at least; perceptron learns from
    mistakes alone, and knows no hidden layers. All but squared error are for classification only. With more than two
    classes there is one output for each, and all but softmax then ask of each output whether its class is the
    sample's, or one of the rest."""
    regularization: Literal["none", "l1", "l2"] = Field(
        default="none",
        title="Regularisation",
        json_schema_extra=control(
            "learning",
            order=60,
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
        json_schema_extra=control("learning", order=70, applies={"objective.regularization": ["l1", "l2"]}),
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
    """Centre loss beside softmax: how much it counts that what the last hidden layer says of a sample is far from what
    it says of that class in the middle. 0: nothing."""
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
    """How fast the centres follow the mini-batches."""
