"""A run stops at the end of the very epoch in which it meets a condition: alone, in a cohort, and in slices."""

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.run import Run
from engine.stop_conditions import conditions_met

LEARNING = Experiment().changed({"data": {"samples": 90}, "training": {"batch_size": 7}})


def stopping(**conditions: float) -> Experiment:
    return LEARNING.changed({"training": {**conditions}})


def epoch_by_epoch(epochs: int) -> list[tuple[int, float, float]]:
    """Step, training loss and accuracy at the end of every epoch of a run that never stops by itself."""
    run, found = Run(LEARNING), list[tuple[int, float, float]]()
    while len(found) < epochs:
        before = int(run.epoch)
        Cohort([run]).train(1)
        if int(run.epoch) > before:
            [evaluation] = Cohort([run]).evaluate()
            assert evaluation.train_accuracy is not None
            found.append((run.step, evaluation.train_loss, evaluation.train_accuracy))
    return found


COURSE = epoch_by_epoch(60)
LOSS = 0.9 * COURSE[20][1]
ACCURACY = min(1.0, COURSE[12][2] + 0.03)
FIRST = {
    "stop_epochs": COURSE[16][0],
    "stop_loss": next(step for step, loss, _ in COURSE if loss <= LOSS),
    "stop_accuracy": next(step for step, _, accuracy in COURSE if accuracy >= ACCURACY),
}
CONDITIONS = {"stop_epochs": 17.0, "stop_loss": LOSS, "stop_accuracy": ACCURACY}


@pytest.mark.parametrize("field", CONDITIONS)
@pytest.mark.parametrize("slices", [[900], [1] * 400, [45] * 20])
def test_it_stops_at_the_end_of_the_first_epoch_that_meets_the_condition(
    field: str, slices: list[int]
) -> None:
    run, endless = Run(stopping(**{field: CONDITIONS[field]})), Run(LEARNING)
    taken = np.concatenate([Cohort([run]).train(iterations) for iterations in slices])
    assert (run.step, run.stopped_at, run.met) == (FIRST[field], FIRST[field], {field: FIRST[field]})
    assert np.isfinite(taken[: run.step]).all() and np.isnan(taken[run.step :]).all()
    Cohort([endless]).train(run.step)
    assert run.theta.tobytes() == endless.theta.tobytes()


def test_in_a_cohort_each_stops_where_it_stops_alone() -> None:
    runs = [Run(stopping(**{field: value})) for field, value in CONDITIONS.items()] + [Run(LEARNING)]
    Cohort(runs).train(400)
    alone = [Run(run.experiment) for run in runs]
    for run in alone:
        Cohort([run]).train(400)
    assert [run.step for run in runs] == [*FIRST.values(), 400]
    assert [run.theta.tobytes() for run in runs] == [run.theta.tobytes() for run in alone]


def test_a_condition_stops_once_and_counts_anew_when_it_is_changed_or_the_run_begins_again() -> None:
    run = Run(stopping(stop_epochs=3))
    Cohort([run]).train(400)
    stopped = run.step
    run.go_on()
    Cohort([run]).train(400)
    assert run.step == stopped + 400
    run.change(run.experiment.changed({"optimizer": {"learning_rate": 0.05}}))
    Cohort([run]).train(50)
    assert run.stopped_at is None
    run.change(run.experiment.changed({"training": {"stop_epochs": 4}}))
    epoch = int(run.epoch)
    Cohort([run]).train(50)
    assert run.stopped_at == run.step and int(run.epoch) == epoch + 1
    run.restart(run.experiment)
    Cohort([run]).train(400)
    assert int(run.epoch) == 4


def test_a_checkpoint_remembers_what_has_been_met() -> None:
    run, again = Run(stopping(stop_epochs=3)), Run(stopping(stop_epochs=3))
    Cohort([run]).train(400)
    run.go_on()
    again.restore(run.checkpoint())
    Cohort([again]).train(20)
    assert again.step == run.step + 20 and again.met == run.met


def test_what_is_not_measured_meets_no_condition() -> None:
    training = stopping(stop_epochs=5, stop_loss=0.1, stop_accuracy=0.5).training
    assert conditions_met(training, 4, float("nan"), None) == []
    assert conditions_met(training, 5, 0.1, 0.5) == ["stop_epochs", "stop_loss", "stop_accuracy"]
    assert conditions_met(LEARNING.training, 10, 0.0, 1.0) == []
