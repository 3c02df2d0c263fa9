"""Editing: a person sets one parameter of a run by hand, and the next step goes on from there."""

from math import prod

import numpy as np

from engine.array import FLOAT64, Array
from engine.experiment.weights import LARGEST
from engine.fault import Fault
from engine.places import name_of, parameters
from engine.run import Run


def set_parameter(run: Run, name: str, layer: int, unit: int, column: int, value: float) -> None:
    """Set a parameter of a layer, by its name in `engine.places.offsets`, such as W or b; the row is the `unit`, and
    the `column` is 0 where the parameter is no matrix. Layers count from 1, units and columns from 0.

    What the optimiser remembers, the statistics and the history stay. Fault: there is no such parameter, or the value
    is not allowed.
    """
    place = place_in_theta(run, name, layer, unit, column)
    theta = run.theta.astype(FLOAT64)
    theta[place] = value
    set_parameters(run, theta)


def set_parameters(run: Run, theta: Array) -> None:
    """Set all parameters, to another array (P,); what else the run has stays. Fault: a value that changes is not
    allowed."""
    # What is too large for the run's precision is infinite, and not allowed.
    with np.errstate(over="ignore"):
        # A copy: theta may be a row of a cohort, and whoever looks for changes compares with the former one.
        theta = theta.astype(run.dtype)
    changes = theta != run.theta
    if not changes.any():
        return
    if not (np.abs(theta[changes]) <= LARGEST).all():
        raise Fault(
            "A weight or bias is a number between {lowest} and {largest}.", lowest=-LARGEST, largest=LARGEST
        )
    run.theta = theta
    run.weights_edited = True
    run.cohort = None
    run.go_on()


def place_in_theta(run: Run, name: str, layer: int, unit: int, column: int) -> int:
    """The place of a parameter in theta (P,). Fault: there is no such parameter."""
    spots = [spot for spot in parameters(run.experiment.plan.layers) if spot.parameter.is_trainable]
    layers = max(spot.number for spot in spots)
    if not 1 <= layer <= layers:
        raise Fault(
            "The network has {layers} layers with weights: {layer} is none of them.",
            layers=layers,
            layer=layer,
        )
    found = [spot for spot in spots if spot.number == layer and name_of(spot) == name]
    if not found:
        raise Fault("Layer {layer} has no parameters of the name {name}.", layer=layer, name=name)
    [spot] = found
    rows, *rest = spot.parameter.shape
    columns = int(prod(rest))
    if not 0 <= unit < rows:
        raise Fault(
            "Layer {layer} has {units} units: {unit} is too many.", layer=layer, units=rows, unit=unit + 1
        )
    if not 0 <= column < columns:
        raise Fault(
            "Each unit of layer {layer} has {inputs} inputs: {input} is too many.",
            layer=layer,
            inputs=columns,
            input=column + 1,
        )
    return int(spot.columns.start) + unit * columns + column
