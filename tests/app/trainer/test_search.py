"""A search on its host: trials side by side, each as if it were alone, and the test set at the end only."""

from typing import Any

import msgpack
import numpy as np
import pytest

from app.errors import HostError
from app.trainer.search import HostedSearch
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.run import Run
from engine.search.contender import DIVERGED, ENDED, STOPPED, Contender, Trial
from tests.app.bench import Bench, Seen

BASE: dict[str, dict[str, Any]] = {
    "data": {"validation_share": 0.2, "samples": 60},
    "network": {"hidden": [3]},
}
RATE = {"field": "optimizer.learning_rate", "low": 0.001, "high": 3, "scale": "log"}
WIDTH = {"field": "network.hidden", "low": 1, "high": 5}
ALL = ["guess", "grid", "random", "bayes", "bobyqa", "lipo"]


def start(bench: Bench, base: dict[str, dict[str, Any]] | None = None, **asked: Any) -> HostedSearch:
    search = {"dimensions": [RATE, WIDTH], "strategies": ["random"], "trials": 4, "steps": 20, **asked}
    return bench.start_search("a", search, base or BASE)


def play(bench: Bench) -> list[Seen]:
    """What is seen up to the end."""
    bench.do("a", "play")
    frames: list[Seen] = []
    while not (frames and frames[-1].header["is_over"]):
        frames += bench.frames(0.1)
    return frames


def test_each_trial_is_that_run_alone_and_each_strategy_as_if_it_were_alone(bench: Bench) -> None:
    search = start(bench, strategies=ALL, trials=8, guesses=[[0.1, 4], [2, 1]])
    seen = bench.frames(0.1)
    assert seen[-1].header["state"] == "paused" and len(seen[-1].arrays["trial_states"]) == 6
    frames = play(bench)
    assert {len(contender.trials) for contender in search.contenders.values()} == {2, 8}
    for trial in search.trials[::5]:
        run = Run(search.space.experiment_with(trial.values))
        cohort, losses = Cohort([run]), []
        for part in range(11):
            losses.append(cohort.evaluate()[0].validation_loss)
            if part < 10:
                cohort.train(2)
        assert trial.losses == losses and trial.state == ENDED and trial.steps == 20
    for name, contender in search.contenders.items():
        again = Contender(name, search.cube)
        for trial in contender.trials:
            assert again.next_point() == trial.point
            again.trials.append(trial)
    # The test set is looked at once, for the best of each.
    assert all(not frame.header["results"] for frame in frames if not frame.header["finals"])
    assert set(search.results) == set(ALL)
    best = search.contenders["lipo"].best
    assert best is not None
    cohort = Cohort([Run(search.space.experiment_with(best.values))])
    cohort.train(20)
    [evaluation] = cohort.evaluate()
    assert search.results["lipo"] == (evaluation.test_loss, evaluation.test_accuracy)
    last = frames[-1]
    assert last.header["state"] == "paused" and last.header["trial_values"] == [
        each.values for each in search.trials
    ]
    assert np.array_equal(
        last.arrays["trial_losses"], np.array([each.losses[-1] for each in search.trials], "f4")
    )
    bench.do("a", "play")  # nothing is left to be done
    assert bench.frames(0.2)[-1].header["state"] == "paused"
    told = bench.host.snapshot("a")
    assert (told["is_over"], len(told["trials"])) == (True, 42)


def test_it_goes_on_from_its_document_as_if_nothing_had_happened(bench: Bench) -> None:
    search = start(bench, strategies=["bayes", "bobyqa", "lipo"], trials=6)
    steps = [7, 33, 200]  # the last one is in the final training
    kept = []
    for until in steps:
        bench.do("a", "step", iterations=until - search.step)
        while search.step < until and not search.is_over:
            bench.frames(0.05)
        kept.append(msgpack.unpackb(msgpack.packb(bench.host.checkpoint("a"))))
    play(bench)
    for document in kept:
        other = Bench()
        other.host.start("a", Experiment(), document)
        other.host.watch("a", "page", {})
        play(other)
        assert other.search("a").trials == search.trials and other.search("a").results == search.results


def test_bad_trials_are_stopped_if_one_asks_and_cost_fewer_steps(bench: Bench) -> None:
    flat = {**RATE, "low": 0.0001}
    whole = start(bench, dimensions=[flat], trials=16, steps=100)
    play(bench)
    bench.host.stop("a")
    cut = start(bench, dimensions=[flat], trials=16, steps=100, stops_early=True)
    play(bench)
    stopped = [trial for trial in cut.trials if trial.state == STOPPED]
    assert stopped and cut.step < whole.step and not any(trial.state == STOPPED for trial in whole.trials)
    assert cut.trials.index(stopped[0]) >= 3 and {len(each.losses) for each in stopped} != {11}
    # Its points are the same, and so is what was measured of them.
    for trial, full in zip(cut.trials, whole.trials, strict=True):
        assert trial.point == full.point and trial.losses == full.losses[: len(trial.losses)]


def test_a_trial_that_diverges_or_stops_by_itself_ends_and_values_that_do_not_fit_are_no_trouble(
    bench: Bench,
) -> None:
    wild = {"data": {"kind": "plane", "features": ["x1_squared", "x2_squared"], "validation_share": 0.2}}
    search = start(bench, {**wild, "network": {"activation": "relu"}}, dimensions=[{**RATE, "high": 10}],
                   strategies=["grid"], trials=5, steps=400)  # fmt: skip
    play(bench)
    assert {trial.state for trial in search.trials} == {ENDED, DIVERGED}
    assert 0 < search.trials[-1].steps < 400 and search.results["grid"][1] is None
    bench.host.stop("a")
    short = {**BASE, "training": {"batch_size": 12, "stop_epochs": 2}}
    search = start(bench, short, dimensions=[RATE], steps=100)
    play(bench)
    assert {(trial.state, trial.steps) for trial in search.trials} == {(ENDED, 3)}
    assert search._run_of(Trial("random", (0.5,), (99.0,))) is None


def test_it_is_commanded_as_a_family_and_begins_anew(bench: Bench) -> None:
    search = start(bench, steps=200)
    play(bench)
    before = [trial.point for trial in search.trials]
    bench.do("a", "reset")
    assert bench.frames(0.1)[-1].header["step"] == 0 and len(search.trials) == 1
    bench.do("a", "speed", iterations_per_second=100)
    bench.do("a", "play")
    bench.frames(0.4)
    assert 30 <= search.step <= 50
    bench.do("a", "pause")
    step = search.step
    bench.frames(0.3)
    assert search.step == step
    play(bench)
    assert [trial.point for trial in search.trials] == before
    for do in ("change", "set", "undo", "check"):
        with pytest.raises(HostError, match=f"{do} is for a single run"):
            bench.do("a", do, changes={})
    with pytest.raises(HostError, match="weights is for a single run"):
        bench.host.weights("a")
