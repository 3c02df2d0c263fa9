"""Losses: each is a module with its value and, directly under it, its gradient."""

from engine.losses.cross_entropy import CrossEntropy as CrossEntropy
from engine.losses.hinge import Hinge as Hinge
from engine.losses.loss import LOSSES as LOSSES
from engine.losses.loss import Loss as Loss
from engine.losses.loss import answers as answers
from engine.losses.loss import register as register
from engine.losses.perceptron import Perceptron as Perceptron
from engine.losses.softmax import SoftmaxCrossEntropy as SoftmaxCrossEntropy
from engine.losses.squared_error import SquaredError as SquaredError

register("squared_error", SquaredError)
register("cross_entropy", CrossEntropy)
register("softmax", SoftmaxCrossEntropy)
register("hinge", Hinge)
register("perceptron", Perceptron)
