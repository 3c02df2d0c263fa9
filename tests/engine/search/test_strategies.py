"""Strategies of search: each by what is published of it, and by the library that it comes from."""

from itertools import islice

import nlopt
import numpy as np
import pytest

from engine.search import STRATEGIES
from engine.search.bobyqa import FIRST_STEP
from engine.search.contender import ENDED, Contender, Trial
from engine.search.cube import Cube, Point, Side
from engine.search.grid import counts_of
from engine.search.lipo import STEP, lowest_possible, steepness

PLANE = (Side(), Side())


def valley(point: Point) -> float:
    """Lowest, 0.1, at (0.3, 0.7, ...)."""
    return 0.1 + sum((x - low) ** 2 for x, low in zip(point, (0.3, 0.7, 0.5), strict=False))


def tried(strategy: str, cube: Cube, past: int = 0) -> list[Point]:
    """The points of a contender; so many of them are given to a second one, which goes on."""
    contender = Contender(strategy, cube)
    while (point := contender.next_point()) is not None:
        contender.trials.append(Trial(strategy, point, (), [1.0, valley(point)], ENDED))
        if len(contender.trials) == past:
            contender = Contender(strategy, cube, contender.trials)
    return [trial.point for trial in contender.trials]


@pytest.mark.parametrize("strategy", [name for name in STRATEGIES if name != "guess"])
@pytest.mark.parametrize("dimensions", [1, 2, 3])
def test_each_stays_in_the_cube_and_in_its_budget_and_goes_on_from_its_trials(
    strategy: str, dimensions: int
) -> None:
    cube = Cube((Side(),) * dimensions, 20, seed=3)
    points = tried(strategy, cube)
    assert 8 <= len(points) <= 20 and {len(point) for point in points} == {dimensions}
    assert np.min(points) >= 0 and np.max(points) <= 1
    assert tried(strategy, cube, past=7) == points


@pytest.mark.parametrize("strategy", ["bayes", "bobyqa", "lipo"])
def test_what_learns_from_its_trials_comes_nearer_than_chance(strategy: str) -> None:
    seeds = range(5)
    best = {
        name: np.mean([min(map(valley, tried(name, Cube(PLANE, 32, seed)))) for seed in seeds])
        for name in ("random", strategy)
    }
    assert best[strategy] < best["random"]


def test_a_grid_is_the_largest_even_one_within_the_budget() -> None:
    assert counts_of(PLANE, 16) == [4, 4] and counts_of(PLANE, 15) == [5, 3]
    assert counts_of([Side()] * 3, 8) == [2, 2, 2]
    assert counts_of([Side(2), Side(3, is_ordered=False)], 32) == [2, 3]
    points = tried("grid", Cube((Side(), Side(3, is_ordered=False)), 6))
    assert points == [(x, word) for x in (0, 0.5, 1) for word in (1 / 6, 3 / 6)]


def test_words_are_tried_by_their_middles() -> None:
    words = [point[1] for point in tried("bayes", Cube((Side(), Side(4, is_ordered=False)), 12))]
    assert set(words) <= {0.125, 0.375, 0.625, 0.875} and len(set(words)) > 1


def test_bobyqa_asks_for_the_points_that_nlopt_itself_asks_for() -> None:
    asked: list[Point] = []

    def loss(point: np.ndarray, gradient: np.ndarray) -> float:
        asked.append(tuple(point.tolist()))
        return valley(asked[-1])

    optimizer = nlopt.opt(nlopt.LN_BOBYQA, 3)
    optimizer.set_min_objective(loss)
    optimizer.set_lower_bounds(0.0)
    optimizer.set_upper_bounds(1.0)
    optimizer.set_initial_step(FIRST_STEP)
    optimizer.set_maxeval(20)
    optimizer.optimize([0.5] * 3)
    assert tried("bobyqa", Cube((Side(),) * 3, 20)) == asked
    assert len(tried("bobyqa", Cube((Side(),), 32))) > 3


def test_lipo_tries_only_what_may_be_the_best_under_the_least_steepness_of_its_grid() -> None:
    points = tried("lipo", Cube(PLANE, 32, seed=1))
    losses = [valley(point) for point in points]
    hopeless = 0
    for count in range(2, 32):
        known, found = points[:count], losses[:count]
        k = steepness(known, found)
        slopes = [
            abs(a - b) / np.hypot(p[0] - q[0], p[1] - q[1])
            for p, a in islice(zip(known, found, strict=True), 1, None)
            for q, b in zip(known, found, strict=True)
            if p != q
        ]
        assert max(slopes) <= k * (1 + 1e-9) and k <= max(slopes) * (1 + STEP / 2) * (1 + 1e-9)
        # The bound holds wherever the steepness does, and passes through the known points.
        np.testing.assert_allclose(lowest_possible(np.array(known), known, found), found, atol=1e-12)
        hopeless += lowest_possible(np.array([points[count]]), known, found)[0] > min(found)
    assert hopeless <= 8  # those that were drawn from the whole cube: one of ten


def test_lipo_spreads_over_what_is_flat_and_over_equal_points() -> None:
    contender = Contender("lipo", Cube((Side(),), 8))
    for _ in range(8):
        point = contender.next_point()
        assert point is not None
        contender.trials.append(Trial("lipo", point, (), [1.0, 1.0], ENDED))
    assert len({trial.point for trial in contender.trials}) == 8
    assert steepness([(0.5,), (0.5,)], [1.0, 2.0]) == 0


def test_guesses_are_tried_in_their_order() -> None:
    assert tried("guess", Cube(PLANE, 16, guesses=((0.1, 0.2), (1.0, 0.0)))) == [(0.1, 0.2), (1.0, 0.0)]
