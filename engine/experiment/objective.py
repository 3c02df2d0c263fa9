"""The objective of an experiment: what is made small."""

from typing import Literal

from pydantic import Field

from engine.part import Part


class Objective(Part):
    """What is made small: a loss, and perhaps a penalty on the size of the weights."""

    loss: Literal["squared_error", "cross_entropy", "softmax", "hinge", "perceptron"] = "squared_error"
    """Squared error reads the output through tanh (classification) or as it is (regression); cross-entropy
    reads it as the logit of a probability; softmax reads one output for each class as the logits of probabilities
    that add up to 1; hinge asks the output to be on its class's side of 0 by 1 at least; perceptron learns from
    mistakes alone, and knows no hidden layers. All but squared error are for classification only. With more than two
    classes there is one output for each, and all but softmax then ask of each output whether its class is the
    sample's, or one of the rest."""
    regularization: Literal["none", "l1", "l2"] = "none"
    """The penalty on the weights; biases are never penalised. L2 is part of the gradient; L1 is taken after each step,
    and makes a weight exactly 0 that would cross it."""
    regularization_rate: float = Field(default=0, ge=0, le=10)
    """How much the penalty counts against the loss."""
    center_weight: float = Field(default=0, ge=0, le=10)
    """Centre loss beside softmax: how much it counts that what the last hidden layer says of a sample is far from what
    it says of that class in the middle. 0: nothing."""
    center_rate: float = Field(default=0.5, ge=0, le=1)
    """How fast the centres follow the mini-batches."""
