"""A plane through the space of a network's parameters, in which its loss is drawn as a surface.

A point (a, b) of the plane stands for theta = origin + a u + b v.
"""

from collections.abc import Sequence
from itertools import islice
from math import prod
from typing import NamedTuple

import numpy as np

from engine.array import FLOAT64, Array
from engine.editing import place_in_theta
from engine.fault import Fault, sentence
from engine.layers.layer import Parameter
from engine.places import name_of, parameters
from engine.probes.embedding import aligned, principal
from engine.run import Run

DRAWS = 32
"""How often two directions are drawn until they are not nearly one."""
SKEWED = 0.9
"""The cosine of an angle that is too small between them."""
FEWEST_STATES = 3
ONE_WEIGHT = sentence("The network has one weight: a surface needs two.")


class Plane(NamedTuple):
    origin: Array
    """theta (P,) of the point (0, 0), in float64."""
    directions: Array
    """u and v, (2, P) in float64."""

    def theta_at(self, points: Array) -> Array:
        """theta (K, P) of points (K, 2)."""
        theta: Array = self.origin + np.matmul(points, self.directions)
        return theta

    def along(self, steps: Array) -> Array:
        """The part of steps (K, P) of theta that lies in the plane, (K, 2): the nearest point of it."""
        u, v = self.directions
        gram = np.array([[u @ u, u @ v], [u @ v, v @ v]])
        found: Array = np.linalg.solve(gram, np.matmul(self.directions, steps.astype(FLOAT64).T)).T
        return found

    def places_of(self, thetas: Array) -> Array:
        """The points (K, 2) of the plane that are nearest to thetas (K, P)."""
        return self.along(thetas - self.origin)

    def distance(self, theta: Array) -> float:
        """How far theta (P,) lies from the plane."""
        [nearest] = self.theta_at(self.places_of(theta[np.newaxis]))
        return float(np.linalg.norm(theta - nearest))


class Weight(NamedTuple):
    """A parameter by its name, as `engine.editing.set_parameter` has it."""

    parameter: str
    layer: int
    unit: int
    input: int = 0


class Weights(NamedTuple):
    """An array of parameters that may be axes, and its name as in `Weight`."""

    parameter: str
    letter: str
    """Its symbol in formulas."""
    layer: int
    units: int
    inputs: int
    """The parameters of each unit."""


def weights_of(run: Run) -> list[Weights]:
    """All parameters of a run that may be axes."""
    spots = [spot for spot in parameters(run.experiment.plan.layers) if spot.parameter.is_trainable]
    return [
        Weights(
            name_of(spot),
            spot.parameter.letter + "′" * spot.nth,
            spot.number,
            spot.parameter.shape[0],
            prod(spot.parameter.shape[1:]),
        )
        for spot in spots
    ]


def first_weights(run: Run) -> tuple[Weight, Weight]:
    """The first two parameters, where nobody has chosen others. Fault: there is one."""
    firsts = (
        Weight(each.parameter, each.layer, number // each.inputs, number % each.inputs)
        for each in weights_of(run)
        for number in range(each.units * each.inputs)
    )
    match list(islice(firsts, 2)):
        case [across, up]:
            return across, up
    raise Fault(ONE_WEIGHT)


def plane_of_weights(run: Run, across: Weight, up: Weight) -> Plane:
    """The plane of two parameters: a and b are their values, and all others are the run's. Fault: there is no such
    parameter, or they are the same."""
    columns = [place_in_theta(run, *weight) for weight in (across, up)]
    if columns[0] == columns[1]:
        raise Fault("Both axes are the same weight: choose two.")
    origin = run.theta.astype(FLOAT64)
    origin[columns] = 0
    directions = np.zeros((2, len(origin)))
    directions[[0, 1], columns] = 1
    return Plane(origin, directions)


def random_plane(run: Run, seed: int) -> Plane:
    """The plane through the run's parameters along two random directions, normalised by filter: the part of a direction
    that belongs to a unit or a kernel is as long as the unit's weights, d ← d / ‖d‖ · ‖w‖ (Li et al., 2018, section 4).
    Biases and what else is no weight stay, as in the authors' program.

    The second direction is perpendicular to the first in every filter of more than one weight, so that the surface is
    not drawn askew; in many dimensions two drawn ones nearly are. Fault: there are no two directions.
    """
    generator = np.random.default_rng(seed)
    theta = run.theta.astype(FLOAT64)
    spots = [
        spot for spot in parameters(run.experiment.plan.layers) if spot.parameter.is_penalised and spot.moves
    ]
    if sum(prod(spot.parameter.shape) for spot in spots) < 2:
        raise Fault(ONE_WEIGHT)
    for _ in range(DRAWS):
        directions = np.zeros((2, len(theta)))
        for spot in spots:
            weights = filters_of(theta[spot.columns], spot.parameter)
            first, second = generator.standard_normal((2, *weights.shape))
            if weights.shape[1] > 1:
                second -= (
                    first * (np.sum(first * second, axis=1) / np.sum(first * first, axis=1))[:, np.newaxis]
                )
            for direction, drawn in zip(directions, (first, second), strict=True):
                direction[spot.columns] = put_back(normalised(drawn, weights), spot.parameter)
        u, v = directions
        sizes = np.linalg.norm(u) * np.linalg.norm(v)
        if sizes == 0:
            raise Fault("All weights are 0: directions that are as long as the weights have no length.")
        if abs(u @ v) < SKEWED * sizes:
            return Plane(theta, directions)
    raise Fault("No two directions could be drawn: each unit has one weight. Choose two weights.")


def filters_of(weights: Array, parameter: Parameter) -> Array:
    """The weights (p,) of a layer with a row for each filter: those of one unit or channel, (filters, n)."""
    of_units: Array = np.moveaxis(weights.reshape(parameter.shape), parameter.units, 0)
    return of_units.reshape(parameter.shape[parameter.units], -1)


def put_back(filters: Array, parameter: Parameter) -> Array:
    """Rows (filters, n) in the order in which they lie in theta, (p,)."""
    units = parameter.units
    others = [size for axis, size in enumerate(parameter.shape) if axis != units]
    return np.moveaxis(filters.reshape(parameter.shape[units], *others), 0, units).ravel()


def normalised(drawn: Array, weights: Array) -> Array:
    """The rows of `drawn` as long as those of `weights`, both (filters, n)."""
    lengths = np.linalg.norm(weights, axis=1, keepdims=True) / np.linalg.norm(drawn, axis=1, keepdims=True)
    found: Array = drawn * lengths
    return found


def principal_plane(run: Run, states: Sequence[Array]) -> Plane:
    """The plane through the run's parameters along the two principal components of its path: of the states (k, P) that
    it has passed. Fault: the path has no plane."""
    if len(states) < FEWEST_STATES:
        raise Fault("The path is too short for a plane: train some steps, and choose it again.")
    path = np.asarray(states, FLOAT64)
    with np.errstate(over="ignore", invalid="ignore"):
        components, _, _ = principal((path - path.mean(axis=0)).T)
    if not components.any(axis=1).all():
        raise Fault("The path is straight so far: it has no plane. Train some steps, and choose it again.")
    return Plane(run.theta.astype(FLOAT64), aligned(components, None))
