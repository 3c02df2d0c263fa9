"""A unit of a stage: its values for one sample, its parameters, and the term of each sample of the batch."""

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.network import Network
from engine.places import parameters
from engine.probes.stages import StageValues


def parameters_of(network: Network, stage: StageValues, unit: int) -> NDArray[np.intp]:
    """The indices in theta of the unit's parameters: its weights, its bias, and others."""
    n_in, found = stage.dense.n_in, []
    belonging = (stage.dense, stage.normalization, stage.activation)
    for spot in parameters(network.layers):
        if spot.layer in belonging and spot.parameter.is_trainable:
            start = spot.columns.start
            weights = spot.parameter.inputs is not None
            found.append(np.arange(n_in) + start + unit * n_in if weights else np.array([start + unit]))
    return np.concatenate(found)


def numbers_of(stage: StageValues, unit: int, nth: int) -> dict[str, float]:
    """The values of a unit for one sample of the batch."""
    numbers = {"b": float(stage.dense.b[0, unit, 0])}
    flows = {
        "z": stage.Z,
        "y": stage.Y,
        "a": stage.A,
        "passed": stage.passed,
        "d_passed": stage.d_passed,
        "d_kept": stage.d_kept,
        "dA": stage.dA,
        "slope": stage.slope,
        "dY": stage.dY,
        "delta": stage.dZ,
    }
    numbers |= {name: float(flow[unit, nth]) for name, flow in flows.items() if flow is not None}
    trains = stage.dZ is not None
    if (layer := stage.normalization) is not None:
        mean, variance = (
            (layer.mean, layer.variance) if trains else (layer.running_mean, layer.running_variance)
        )
        numbers |= {"mean": float(mean[0, unit, 0]), "variance": float(variance[0, unit, 0])}
        if trains:
            numbers["normalized"] = float(layer.normalized[0, unit, nth])
    if (center := stage.center) is not None and trains:
        numbers["center"] = float(center.centers[0, :, unit] @ center.Y[0, :, nth])
    if (dropout := stage.dropout) is not None and trains:
        numbers |= {"kept": float(dropout.kept[0, unit, nth]), "scale": float(dropout.scale[0, unit, nth])}
    return numbers


def weights_above(following: list[StageValues], unit: int, nth: int) -> Array:
    """W[:, unit] and dZ of the stage that reads the unit, (n_next, 2); (0, 2) where there is none or no way back."""
    for stage in following:
        if stage.dZ is not None:
            return np.stack([stage.dense.W[0, :, unit], stage.dZ[:, nth]], axis=-1)
    return np.zeros((0, 2), np.float32)


def terms_of(stage: StageValues, unit: int, parameter: int, losses: Array) -> Array:
    """The terms of every sample in the sums over the batch, (m, 8)."""
    nothing = np.zeros_like(losses)
    normalization, trains = stage.normalization, stage.dZ is not None
    weighs = parameter < stage.dense.n_in
    flows = [stage.Z[unit], nothing, stage.Y[unit]]
    if normalization is not None and trains:
        flows[1] = normalization.normalized[0, unit]
    flows += [nothing if flow is None else flow[unit] for flow in (stage.dA, stage.dY, stage.dZ)]
    flows.append(stage.A_prev[parameter] if weighs else np.ones_like(losses))
    return np.stack([losses, *flows], axis=-1)
