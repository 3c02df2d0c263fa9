"""The overlay is of the tiles' own numbers, and of networks that are alike."""

from typing import Any

import numpy as np

from app.classroom.member import Member
from app.classroom.overlay import Kind, kind_of, largest_group, overlay
from app.classroom.trained import Trained
from engine.experiment import Experiment

PLANE = Kind("circle", "classification", 1, "tile")


def tile(levels: list[list[int]], low: float = -1, high: float = 1) -> dict[str, Any]:
    return {"tile": np.array(levels, np.int8), "tile_range": np.array([low, high], np.float32)}


def trained(arrays: dict[str, Any], **experiment: Any) -> Trained:
    member = Member.new("v", "Ann", "en", 0, waits=False)
    described = Experiment.model_validate(experiment)
    return Trained(member, "run", described, {"sizes": described.plan.units}, arrays)


def test_two_classes_have_a_mean_and_a_minority() -> None:
    laid = overlay([tile([[127, -127]]), tile([[127, 127]]), tile([[-127, 127]]), tile([[0, 127]])], PLANE)
    assert laid.mean.tolist() == [[0.25, 0.5]]
    assert laid.spread.tolist() == [[0.5, 0.25]] and laid.winner is None
    # A hinge loss has outputs of any size: each counts as its decision, and tanh and sigmoid in their own range.
    mixed = overlay([tile([[10]], -400, 400), tile([[127]], 0, 1)], PLANE)
    assert mixed.mean.tolist() == [[1]] and mixed.spread.tolist() == [[0]]


def test_a_busy_host_sends_coarser_maps() -> None:
    fine = tile([[127, 127, -127, -127]] * 4)
    result = overlay([fine, fine, tile([[127, -127]] * 2)], PLANE)
    assert result.mean.shape == (4, 4) and result.mean[0].tolist() == [1, 1, -1, -1]
    several = [{"tile_winner": np.full((side, side), 1, np.uint8)} for side in (10, 15, 20)]
    laid = overlay(several, Kind("blobs", "classification", 3, "tile_winner"))
    assert laid.winner is not None and laid.winner.shape == (20, 20) and laid.mean.min() == 1


def test_several_classes_have_a_majority() -> None:
    tiles = [{"tile_winner": np.array([[label]], np.uint8)} for label in (2, 2, 0, 1)]
    laid = overlay(tiles, Kind("blobs", "classification", 3, "tile_winner"))
    assert laid.winner is not None and laid.winner.tolist() == [[2]]
    assert laid.mean.tolist() == [[0.5]] and laid.spread.tolist() == [[0.5]]


def test_outputs_of_a_regression_are_in_their_units() -> None:
    plane = Kind("plane", "regression", 1, "tile")
    laid = overlay([tile([[127]], -2, 2), tile([[127]], -4, 4)], plane)
    assert laid.mean.tolist() == [[3]] and laid.spread.tolist() == [[1]]
    lines = [{"tile_line": np.full(3, value, np.float32)} for value in (1e30, -1e30)]
    laid = overlay(lines, Kind("curve", "regression", 1, "tile_line"))
    assert laid.mean.tolist() == [0, 0, 0] and np.isfinite(laid.spread).all()


def test_only_networks_that_are_alike_lie_over_each_other() -> None:
    mapped, pictured = tile([[1]]), {"tile_losses": np.zeros((2, 1))}
    several = {**mapped, "tile_winner": np.zeros((1, 1), np.uint8)}
    class_of = [
        trained(mapped),
        trained(several, data={"kind": "blobs", "classes": 4}, objective={"loss": "softmax"}),
        trained(mapped, objective={"loss": "hinge"}),
        trained(pictured, data={"kind": "shapes"}),
        trained(mapped, data={"kind": "plane"}),
    ]
    group, kind = largest_group(class_of)
    assert group == [class_of[0], class_of[2]] and kind == PLANE
    assert kind_of(class_of[3]) is None
    assert kind_of(class_of[1]) == Kind("blobs", "classification", 4, "tile_winner")
    assert largest_group([class_of[3]]) == ([], None) == largest_group([])
