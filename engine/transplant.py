"""A transplant carries what still fits from one network to another.

A unit keeps its place when its layer and its number do, and an input when it shows the same thing of a sample.
"""

import itertools

from engine.array import Array
from engine.experiment import Experiment
from engine.layers import Dense, Layer
from engine.network import layer_views, layers_of, places


def transplant(old: Array, before: Experiment, fresh: Array, after: Experiment) -> Array:
    """Fresh parameters (P,), with every old one put back that still has its place.

    The output layer is kept only where the depth is the same, since it would otherwise read units that it was
    never trained on, and where it has as many units, since they would otherwise stand for other classes. What is laid
    out as theta is, such as an optimiser's slot, moves in the same way.
    """
    theta = fresh.copy()
    olds, news = layer_views(old, before.sizes), layer_views(theta, after.sizes)
    keeps_output = len(news) == len(olds) and len(news[-1][0]) == len(olds[-1][0])
    depth = len(news) if keeps_output else min(len(news), len(olds)) - 1
    places_of_old = {each: place for place, each in enumerate(before.data.inputs)}
    old_inputs = [places_of_old.get(each) for each in after.data.inputs]
    for index in range(depth):
        (W_old, b_old), (W, b) = olds[index], news[index]
        n_out = min(len(W), len(W_old))
        columns = old_inputs if index == 0 else range(W.shape[1])
        for column, old_column in enumerate(columns):
            if old_column is not None and old_column < W_old.shape[1]:
                W[:n_out, column] = W_old[:n_out, old_column]
        b[:n_out] = b_old[:n_out]
    keep_units(unit_views(old, before), unit_views(theta, after))
    return theta


def transplant_statistics(old: Array, before: Experiment, fresh: Array, after: Experiment) -> Array:
    """Fresh statistics (S,), with those of every unit put back that keeps its place."""
    statistics = fresh.copy()
    keep_units(unit_views(old, before, statistics=True), unit_views(statistics, after, statistics=True))
    return statistics


UnitViews = dict[tuple[type[Layer], int], Array]
"""By a layer's kind and depth: what it has learned, (k, n), k numbers for each of its n units."""


def unit_views(flat: Array, experiment: Experiment, *, statistics: bool = False) -> UnitViews:
    """What all but the dense layers have learned, as views into theta (P,) or into the statistics (S,)."""
    layers = layers_of(experiment)
    depths = dict(
        zip(layers, itertools.accumulate(isinstance(layer, Dense) for layer in layers), strict=True)
    )
    views: UnitViews = {}
    for layer, parameters, learned in places(layers):
        columns = learned if statistics else parameters
        if not isinstance(layer, Dense) and columns.stop > columns.start:
            n = experiment.network.hidden[depths[layer] - 1]
            views[type(layer), depths[layer]] = flat[columns].reshape(-1, n)
    return views


def keep_units(olds: UnitViews, news: UnitViews) -> None:
    """Put back into `news` what `olds` has of the same units. Centres of other classes are not the same."""
    for place in olds.keys() & news.keys():
        if len(olds[place]) != len(news[place]):
            continue
        n = min(olds[place].shape[1], news[place].shape[1])
        news[place][:, :n] = olds[place][:, :n]
