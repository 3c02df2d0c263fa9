"""The graph of an activation function: its values and its derivative, to be drawn beside its name."""

import numpy as np

from engine.array import FLOAT64, Array
from engine.experiment import Experiment
from engine.network import activation_layer

REACH = 4
POINTS = 81


def graphs(experiment: Experiment) -> Array:
    """g and g' of every hidden layer's activation function, (layers, 2, POINTS), evenly over -REACH .. REACH.

    Parametric ReLU is drawn as it begins, before its units go ways of their own.
    """
    Z = np.linspace(-REACH, REACH, POINTS, dtype=FLOAT64).reshape(1, 1, -1)
    slope = experiment.network.slope
    found = np.empty((len(experiment.network.hidden), 2, POINTS))
    for row, activation in zip(found, experiment.network.activation_of_layers, strict=True):
        layer = activation_layer("leaky_relu" if activation == "prelu" else activation, 1, slope)
        row[0] = layer.forward(Z)
        row[1] = layer.backward(np.ones_like(Z))
    return found
