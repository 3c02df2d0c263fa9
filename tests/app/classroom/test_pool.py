"""Points are collected within bounds, each from its student, and leave with them."""

import pytest

from app.classroom.member import Member
from app.classroom.pool import MOST_OF_ONE, MOST_POINTS, Pool
from app.classroom.pooled import LEAST_POINTS, changes_of
from engine.experiment import Experiment
from tests.app.classroom.test_classroom import refused

ANN, BOB = (Member.new(name, name, "en", 0, waits=False) for name in ("Ann", "Bob"))


def ids(pool: Pool) -> list[int]:
    return [each.id for own in pool.drawn.values() for each in own]


@pytest.fixture
def pool() -> Pool:
    return Pool(is_open=True)


def test_points_are_drawn_and_taken_out(pool: Pool) -> None:
    pool.draw(ANN, [(0, 0, 0), (1, 1, 1)])
    pool.draw(BOB, [(2, 2, 1)])
    assert pool.shown_to(BOB) == {"open": True, "classes": 2, "points": [(3, 2, 2, 1)]}
    pool.take_out({1, 3, 99}, BOB.id)  # a student takes out no others' points
    assert ids(pool) == [1, 2]
    pool.take_out({2})
    pool.draw(BOB, [(3, 3, 0)])
    assert ids(pool) == [1, 4]
    pool.take_out_all_of(ANN.id)
    assert [*pool.drawn] == [BOB.id]
    assert Pool.model_validate(pool.model_dump(mode="json")) == pool


def test_a_pool_has_bounds(pool: Pool) -> None:
    pool.draw(ANN, [(0, 0, 0)] * MOST_OF_ONE)
    with refused("too-many-points"):
        pool.draw(ANN, [(0, 0, 0)])
    with refused("no-such-class"):
        pool.draw(BOB, [(0, 0, 2)])
    pool.set_classes(3)
    pool.draw(BOB, [(0, 0, 2)])
    with refused("other-classes"):
        pool.set_classes(2)
    for nth in range(MOST_POINTS // MOST_OF_ONE - 2):
        pool.draw(Member.new(str(nth), "x", "en", 0, waits=False), [(0, 0, 0)] * MOST_OF_ONE)
    with refused("too-many-points"):
        pool.draw(Member.new("last", "x", "en", 0, waits=False), [(0, 0, 0)] * MOST_OF_ONE)
    pool.is_open = False
    with refused("pool-shut"):
        pool.draw(BOB, [(0, 0, 0)])


def test_what_is_drawn_becomes_the_data_of_any_network_over_the_plane(pool: Pool) -> None:
    assert changes_of(pool, "circle", 10) is None
    pool.draw(ANN, [(n, n, n % 2) for n in range(LEAST_POINTS)])
    for data in ({"kind": "circle"}, {"kind": "points", "points": [(0, 0, 0), (1, 1, 1)]}):
        experiment = Experiment.model_validate({"data": data, "training": {"batch_size": 1}})
        changes = changes_of(pool, experiment.data.kind, 10)
        assert changes is not None
        learning = experiment.changed(changes)
        assert learning.data.kind == "points" and learning.data.n_samples == LEAST_POINTS
        assert learning.training.batch_size == learning.data.n_train < 10
