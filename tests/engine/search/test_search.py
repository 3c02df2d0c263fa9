"""A search: what it accepts, the experiments of its points, and what its trials are worth."""

from math import inf, nan
from typing import Any

import pytest
from pydantic import ValidationError

from engine.experiment import Experiment
from engine.fault import Fault
from engine.search import contender
from engine.search.contender import DIVERGED, ENDED, STOPPED, Contender, Trial
from engine.search.cube import Cube, Side
from engine.search.median_rule import is_bad
from engine.search.search import Search, cube_of, missing, space_of
from engine.search.strategy import STRATEGIES, Proposals, Strategy

RATE = {"field": "optimizer.learning_rate", "low": 0.001, "high": 1, "scale": "log"}
WIDTH = {"field": "network.hidden", "low": 2, "high": 6}
WORDS = {"field": "network.activation", "values": ["tanh", "relu", "sigmoid"]}
JUDGED = {"data": {"validation_share": 0.2}}


def searched(*dimensions: dict[str, Any], base: dict[str, Any] = JUDGED, **search: Any) -> tuple[Search, Any]:
    asked = Search.model_validate({"dimensions": dimensions, "strategies": ["grid"], **search})
    return asked, space_of(Experiment().changed(base), asked)


def test_a_point_is_an_experiment_with_values_that_one_can_read() -> None:
    asked, space = searched(RATE, WIDTH, WORDS, base={**JUDGED, "network": {"hidden": [3, 3]}})
    assert space.values_at((0, 0, 0)) == (0.001, 2, "tanh") and space.values_at((1, 1, 1)) == (
        1,
        6,
        "sigmoid",
    )
    assert space.values_at((0.5, 0.5, 0.5)) == (0.03162, 4, "relu")
    experiment = space.experiment_with((0.03162, 4, "relu"))
    assert (experiment.optimizer.learning_rate, experiment.network.hidden) == (0.03162, (4, 4))
    assert experiment.data == space.base.data and experiment.training == space.base.training
    assert [side.n_values for side in cube_of(space, asked).sides] == [None, 5, 3]
    assert space.point_of((1, 6, "relu")) == pytest.approx((1, 1, 0.5))
    momentum = {"field": "optimizer.momentum", "low": 0, "high": 0.99, "scale": "near-one"}
    _, space = searched(momentum, base={**JUDGED, "optimizer": {"kind": "momentum"}})
    assert space.values_at((0.5,)) == (0.9,)


@pytest.mark.parametrize(
    ("dimensions", "message"),
    [
        ([], "one to three fields: these are 0"),
        ([RATE, WIDTH, WORDS, {"field": "training.batch_size", "low": 1, "high": 9}], "these are 4"),
        ([RATE, RATE], "named twice"),
        ([{**RATE, "field": "optimizer.rate"}], "optimizer.rate is not a field"),
        ([{**RATE, "field": "rate"}], "rate is not a field"),
        ([{**RATE, "field": "data.noise"}], "data.noise changes the data"),
        ([{"field": "data.kind", "values": ["circle", "xor"]}], "data.kind changes the data"),
        ([{**WIDTH, "field": "training.seed"}], "training.seed cannot be searched"),
        ([{"field": "network.layers", "values": [None, None]}], "network.layers cannot be searched"),
        (
            [{"field": "objective.loss", "values": ["squared_error", "cross_entropy"]}],
            "changes what the loss is",
        ),
        ([{"field": "optimizer.momentum", "low": 0, "high": 0.9}], "does not count"),
        ([{"field": "optimizer.learning_rate"}], "needs a range"),
        ([{**RATE, "low": 1, "high": 0.1}], r"reversed: it goes from 1.0 down to 0.1"),
        ([{**RATE, "low": 1}], "is empty: both ends are 1.0"),
        ([{**RATE, "low": 0}], "must begin above 0"),
        ([{**WIDTH, "low": 2.5}], "is a whole number"),
        ([{**WIDTH, "scale": "near-one"}], "must end below it"),
        ([{**RATE, "values": [0.1, 0.2]}], "a range or words, not both"),
        ([{"field": "network.activation", "low": 0, "high": 1}], "has words, no numbers"),
        ([{**WORDS, "values": ["tanh"]}], "at least two values"),
        ([{**WORDS, "values": ["tanh", "tanh"]}], "has the value tanh twice"),
        (
            [
                {"field": "network.hidden", "values": [[n] for n in range(1, 13)]},
                {**WORDS, "values": ["tanh", "relu", "sigmoid", "elu", "linear", "leaky_relu"]},
            ],
            "make 72 combinations",
        ),
    ],
)
def test_what_cannot_be_searched_is_refused_in_words(dimensions: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(Fault, match=message):
        searched(*dimensions)


@pytest.mark.parametrize(
    ("search", "message"),
    [
        ({"strategies": ["grid", "grid"]}, "Grid is named twice"),
        ({"strategies": ["bobyqa"]}, r"BOBYQA searches numbers only, and network.activation has words"),
        ({"strategies": ["guess"]}, "set points of your own"),
        ({"trials": 2, "guesses": [[0.1, "relu"]] * 3}, "There are 3 guesses, but 2 trials"),
        ({"guesses": [[0.1]]}, "A guess needs 2 values"),
        ({"guesses": [[2, "relu"]]}, r"The guess 2 is outside the range of optimizer.learning_rate"),
        ({"guesses": [[0.1, "step"]]}, "The guess step is outside the range of network.activation"),
        ({"steps": 55}, "are 55, but must be a multiple of 10"),
    ],
)
def test_a_search_that_does_not_go_together_is_refused_in_words(search: dict[str, Any], message: str) -> None:
    with pytest.raises(Fault, match=message):
        searched(RATE, WORDS, **search)


def test_a_guess_at_a_whole_number_is_whole() -> None:
    with pytest.raises(Fault, match=r"network.hidden is a whole number: the guess 4.5 is none"):
        searched(RATE, WIDTH, guesses=[[0.1, 4.5]])
    searched(RATE, WIDTH, guesses=[[0.1, 4]])


def test_fields_of_listed_layers_are_searched_by_their_number() -> None:
    layers = [{"kind": "gru", "units": 4}, {"kind": "dropout", "rate": 0.1}, {"kind": "dense", "units": 3}]
    base = Experiment.model_validate(
        {
            "data": {"kind": "echo", "steps": 6, "validation_share": 0.2},
            "network": {"layers": layers},
            "objective": {"loss": "softmax"},
        }
    )
    units = {"field": "network.layers.0.units", "low": 2, "high": 32, "scale": "log"}
    rate = {"field": "network.layers.1.rate", "low": 0, "high": 0.5}
    search = Search.model_validate({"dimensions": [units, rate], "strategies": ["grid"]})
    space = space_of(base, search)
    assert space.values_at((0.5, 1.0)) == (8, 0.5)
    gru, dropout, _ = space.experiment_with((8, 0.5)).network.layers or ()
    assert (gru.model_dump()["units"], dropout.model_dump()["rate"]) == (8, 0.5)
    kind = {"field": "network.layers.0.kind", "values": ["gru", "lstm"]}
    with pytest.raises(Fault, match=r"network\.layers\.0\.kind cannot be searched"):
        space_of(base, Search.model_validate({"dimensions": [kind], "strategies": ["grid"]}))


def test_it_needs_validation_data_known_strategies_and_a_budget_within_bounds() -> None:
    with pytest.raises(Fault, match="set data"):
        searched(RATE, base={})
    with pytest.raises(ValidationError):  # of the field itself: 20 is too large
        searched({**RATE, "high": 20})
    for high in (1e308, float("inf"), float("nan")):
        with pytest.raises(ValidationError):
            searched({**WIDTH, "low": -1e308, "high": high})
    wrongs: list[dict[str, Any]] = [
        {"trials": 1},
        {"trials": 33},
        {"steps": 10_010},
        {"strategies": []},
        {"strategies": ["luck"]},
    ]
    for wrong in wrongs:
        with pytest.raises(ValidationError):
            searched(RATE, **wrong)


def test_a_strategy_without_its_library_says_so_and_tries_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STRATEGIES, "bayes", STRATEGIES["bayes"]._replace(needs="no_such_library"))
    asked, space = searched(RATE, strategies=["grid", "bayes"])
    assert missing(asked) == ["bayes"]
    contender = Contender("bayes", cube_of(space, asked))
    assert contender.next_point() is None and contender.is_done


def test_a_strategy_of_ones_own_is_a_generator_and_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def halfway(cube: Cube) -> Proposals:
        low, high = 0.0, 1.0
        while True:
            loss = yield ((low + high) / 2,)
            low, high = (low, (low + high) / 2) if loss > 1 else ((low + high) / 2, high)

    monkeypatch.setitem(STRATEGIES, "halfway", Strategy("Halfway", "", halfway))
    asked, space = searched(RATE, strategies=["halfway"], trials=3)
    contender = Contender("halfway", cube_of(space, asked))
    for loss in (2.0, 0.5, 2.0):
        point = contender.next_point()
        assert point is not None
        contender.trials.append(Trial("halfway", point, space.values_at(point), [3.0, loss], ENDED))
    assert [trial.point for trial in contender.trials] == [(0.5,), (0.25,), (0.375,)]
    assert contender.next_point() is None and contender.is_done


def test_taking_up_a_search_is_interrupted_after_each_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[int] = []
    monkeypatch.setattr(contender, "pause", lambda: pauses.append(1))
    trials = [Trial("random", (0.5,), (), [1.0], ENDED)] * 5
    Contender("random", Cube((Side(),), 8), trials)
    assert len(pauses) == 5


def test_only_a_trial_that_has_ended_can_be_the_best() -> None:
    contender = Contender("random", Cube((Side(),), 8))
    for losses, state in (([3, 2], ENDED), ([3, 0.1], STOPPED), ([3, nan], DIVERGED), ([3, 2], ENDED)):
        contender.trials.append(Trial("random", (0.5,), (), list(map(float, losses)), state))
    assert contender.best is contender.trials[0]
    assert [trial.loss for trial in contender.trials] == [2, inf, inf, 2]
    assert [trial.told for trial in contender.trials] == [2, 0.1, 6, 2]
    assert Trial("random", (0.5,), (), [1.0, 1e30], ENDED).told == 2
    assert Trial("random", (0.5,), (), [], DIVERGED).told == 1


def test_the_median_rule_stops_what_was_never_as_good_as_the_median_of_the_means() -> None:
    ended = [[4.0, 2, 0], [4.0, 4, 4], [4.0, 0, 0]]  # their means up to the second: 3, 4 and 2
    assert is_bad([5.0, 3.1], ended) and not is_bad([5.0, 3.0], ended)
    assert not is_bad([2.9, 9.0], ended)  # it was good once
    assert not is_bad([9.0, 9.0], ended[:2])
