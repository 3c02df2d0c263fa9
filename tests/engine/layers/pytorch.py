"""Networks of pictures as PyTorch has them."""

from typing import Any

import numpy as np
import pytest

from engine.array import Array
from engine.layers import (
    ActivationDescription,
    BatchNormalizationDescription,
    ConvolutionDescription,
    DenseDescription,
    DropoutDescription,
    GlobalAverageDescription,
    InceptionDescription,
    PoolingDescription,
    ResidualDescription,
    TransposedConvolutionDescription,
    UpsamplingDescription,
)
from engine.layers.description import Description, Form
from engine.layers.window import window

torch = pytest.importorskip("torch")
nn = torch.nn
torch.set_num_threads(1)

FUNCTIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "elu": nn.ELU, "softplus": lambda: nn.Softplus(threshold=100)}


class Residual(nn.Module):  # type: ignore[misc,name-defined]
    def __init__(self, shortcut: Any, path: Any, activation: Any) -> None:
        super().__init__()
        self.shortcut, self.path, self.activation = shortcut, path, activation

    def forward(self, x: Any) -> Any:
        return self.activation(self.path(x) + self.shortcut(x))


class Inception(nn.Module):  # type: ignore[misc,name-defined]
    def __init__(self, branches: list[Any]) -> None:
        super().__init__()
        self.branches = nn.ModuleList(branches)

    def forward(self, x: Any) -> Any:
        return torch.cat([branch(x) for branch in self.branches], 1)


def theirs(layer: Description, shape: Form) -> Any:
    """A layer as PyTorch has it."""
    match layer:
        case DenseDescription():
            return nn.Sequential(nn.Flatten(), nn.Linear(int(np.prod(shape)), layer.units))
        case ConvolutionDescription():
            padding = window(layer.kernel, layer.stride, layer.padding).padding
            return nn.Conv2d(shape[0], layer.channels, layer.kernel, layer.stride, padding)
        case TransposedConvolutionDescription():
            return nn.ConvTranspose2d(shape[0], layer.channels, layer.kernel, layer.stride, layer.padding)
        case BatchNormalizationDescription():
            return nn.BatchNorm2d(shape[0])
        case ActivationDescription(function="prelu"):
            return nn.PReLU(shape[0], init=layer.slope)
        case ActivationDescription():
            return FUNCTIONS[layer.function]()
        case PoolingDescription():
            pool = nn.MaxPool2d if layer.function == "max" else nn.AvgPool2d
            return pool(layer.kernel, layer.stride, layer.window.padding)
        case GlobalAverageDescription():
            return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())
        case DropoutDescription():
            return nn.Dropout(layer.rate)
        case UpsamplingDescription():
            return nn.Upsample(scale_factor=layer.factor)
        case ResidualDescription():
            shortcut = layer.projection(shape, layer.shape_out(shape))
            activation = ActivationDescription(function=layer.function, slope=layer.slope)
            return Residual(
                in_a_row(shortcut, shape),
                in_a_row(layer.layers, shape),
                theirs(activation, layer.shape_out(shape)),
            )
        case InceptionDescription():
            return Inception([in_a_row(branch, shape) for branch in layer.branches])
    raise ValueError(layer)


def in_a_row(layers: Any, shape: Form) -> Any:
    """Layers one after the other; a bias that is normalised away stays as it is."""
    parts: list[Any] = []
    for layer in layers:
        if isinstance(layer, BatchNormalizationDescription) and parts:
            parts[-1].bias.requires_grad_(False)
        parts.append(theirs(layer, shape))
        shape = layer.shape_out(shape)
    return nn.Sequential(*parts)


WEIGHTED = nn.Linear, nn.Conv2d, nn.ConvTranspose2d


def in_theta(model: Any) -> list[Any]:
    """The parameters in the order of theta: those of weights first."""
    leaves = [part for part in model.modules() if not list(part.children())]
    ordered = sorted(leaves, key=lambda part: not isinstance(part, WEIGHTED))
    return [parameter for part in ordered for parameter in part.parameters()]


def statistics_of(model: Any) -> Array:
    norms = [part for part in model.modules() if isinstance(part, nn.BatchNorm2d)]
    found = [each.numpy() for part in norms for each in (part.running_mean, part.running_var)]
    return np.concatenate(found) if found else np.zeros(0)
