"""The scene: the samples of a run, and the features as the network is shown them, which only full frames carry."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.hosts.curves import FINENESS
from engine.experiment import Data
from engine.probes.boundary import feature_maps
from engine.probes.curve import feature_curves, truth
from engine.run import Run


def scene(run: Run, resolution: int, stride: int) -> dict[str, NDArray[Any]]:
    """The points, and the features over the plane or along the line."""
    data = run.experiment.data
    points = np.concatenate([run.dataset.points, run.dataset.labels]).T.astype(np.float32)
    view = line(data, resolution, stride) if data.view == "line" else plane(data, resolution, stride)
    return {"points": points, **view}


def plane(data: Data, resolution: int, stride: int) -> dict[str, NDArray[Any]]:
    """The features as maps."""
    features = feature_maps(resolution, stride, data.domain)
    return {"features": features.values, "feature_ranges": features.ranges}


def line(data: Data, resolution: int, stride: int) -> dict[str, NDArray[Any]]:
    """The features as curves, and the function from which the samples were taken, where there is one."""
    points = FINENESS * resolution
    features = feature_curves(points, data)[:, :: stride * FINENESS // 2]
    behind = truth(points, data)
    return {"feature_curves": features, **({} if behind is None else {"truth": behind})}
