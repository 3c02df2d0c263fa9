"""Layers: each has a `forward`, and a `backward` that turns the gradient of its output into that of its input."""

from engine.layers.activation import ActivationLayer as ActivationLayer
from engine.layers.activation import ParametricReLU as ParametricReLU
from engine.layers.center_loss import CenterLoss as CenterLoss
from engine.layers.dense import Dense as Dense
from engine.layers.dropout import Dropout as Dropout
from engine.layers.layer import Layer as Layer
from engine.layers.normalization import BatchNormalization as BatchNormalization
