"""The graph of an activation function: its values and its derivative, to be drawn beside its name."""

import numpy as np

from engine.array import FLOAT64, Array
from engine.experiment import Experiment
from engine.layers.stages import shown

REACH = 4
POINTS = 81


def graphs(experiment: Experiment) -> Array:
    """g and g' of every hidden layer's activation function, (layers, 2, POINTS), evenly over -REACH .. REACH.

    Parametric ReLU is drawn with its initial slope, before its units learn their own.
    """
    Z = np.linspace(-REACH, REACH, POINTS, dtype=FLOAT64).reshape(1, 1, -1)
    layers = shown(experiment.plan.layers)
    found = np.empty((len(layers), 2, POINTS))
    for row, layer in zip(found, layers, strict=True):
        row[0] = A = layer.function.function(Z)
        row[1] = layer.function.derivative(Z, A)
    return found
