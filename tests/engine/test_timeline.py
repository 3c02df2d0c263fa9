"""From the keyframes of a run, any of its steps is computed again, bit for bit; they are thinned within bounds."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from engine import timeline as module
from engine.checkpoint import Checkpoint
from engine.cohort import Cohort
from engine.editing import set_parameter
from engine.experiment import Experiment
from engine.run import Run
from engine.timeline import Timeline, thin


class Recorded:
    """Runs of one shape that train as a cohort, the first of which has a timeline, and its state after each step."""

    def __init__(self, changes: dict[str, dict[str, Any]], beside: int) -> None:
        experiment = Experiment().changed(changes)
        self.run = Run(experiment)
        others = [experiment.changed({"training": {"seed": seed}}) for seed in range(1, beside + 1)]
        self.others = [Run(each) for each in others]
        self.timeline = Timeline()
        self.states: dict[int, list[Any]] = {0: state_of(self.run)}

    def train(self, iterations: int) -> None:
        """Take steps, each for itself, so that its state is seen; a keyframe is taken at most before every seventh."""
        for step in range(iterations):
            if step % 7 == 0:
                self.timeline.note(self.run, self.run.checkpoint())
            Cohort.of([self.run, *self.others]).train(1)
            self.states[self.run.step] = state_of(self.run)

    def change(self, changes: dict[str, dict[str, Any]]) -> None:
        for run in (self.run, *self.others):
            run.change(run.experiment.changed(changes))
        self.changed()

    def changed(self) -> None:
        self.timeline = self.timeline.changed(self.run.experiment)
        self.states[self.run.step] = state_of(self.run)

    def again(self, step: int) -> Run:
        keyframe = self.timeline.before(step)
        run = keyframe.run(())
        if step > keyframe.step:
            Cohort([run]).train(step - keyframe.step)
        return run


def state_of(run: Run) -> list[Any]:
    """All that a run is, besides its histories."""
    plain = run.checkpoint()._asdict()
    best = plain.pop("best")
    arrays = [plain.pop(name).tobytes() for name in ("theta", "slots", "statistics")]
    loss = run.losses.values[-1].tobytes() if run.losses.steps[-1:].tolist() == [run.step] else None
    best = best and (best.step, best.loss, best.theta.tobytes(), best.statistics.tobytes())
    kept = None if run.kept is None else run.kept.tolist()
    return [run.experiment, arrays, plain, best, kept, loss]


def nothing(recorded: Recorded) -> None:
    pass


def of_rates(recorded: Recorded) -> None:
    recorded.change({"optimizer": {"learning_rate": 0.02}})
    recorded.train(40)
    recorded.change({"training": {"batch_size": 25}, "objective": {"regularization": "l1"}})
    recorded.train(40)
    recorded.change({"data": {"noise": 30}})


def of_form(recorded: Recorded) -> None:
    recorded.change({"network": {"hidden": [5, 3], "activation": "relu"}})
    recorded.train(40)
    recorded.change({"data": {"samples": 200}, "optimizer": {"kind": "momentum"}})


def by_hand(recorded: Recorded) -> None:
    set_parameter(recorded.run, "W", 1, 1, 0, 0.5)
    recorded.changed()


def to_the_best(recorded: Recorded) -> None:
    while recorded.run.stopped_at is None:
        recorded.train(10)
    recorded.run.go_on()
    recorded.changed()


NOISY = {
    "network": {"dropout": "inverted", "normalization": "batch"},
    "optimizer": {"kind": "adam", "schedule": "cosine", "warmup": 20},
}
PICTURES = {
    "data": {"kind": "digits", "side": 8, "samples": 200, "shift": 0.1, "rotation": 10},
    "objective": {"loss": "softmax"},
    "network": {"hidden": [6], "dropout": "classic"},
}
PATIENT = {
    "data": {"kind": "spiral", "noise": 40, "validation_share": 0.2},
    "training": {"patience": 3, "batch_size": 50},
    "optimizer": {"learning_rate": 1},
}


@pytest.mark.parametrize("beside", [0, 3])
@pytest.mark.parametrize(
    ("changes", "change"),
    [
        ({}, of_rates),
        (NOISY, of_rates),
        (NOISY, of_form),
        (PICTURES, nothing),
        ({}, by_hand),
        (PATIENT, to_the_best),
        ({"training": {"precision": "double"}, "optimizer": {"kind": "rmsprop"}}, of_rates),
    ],
)
def test_every_step_is_computed_again_as_it_was(
    changes: dict[str, dict[str, Any]],
    change: Callable[[Recorded], None],
    beside: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST_REGULAR", 6)
    recorded = Recorded(changes, beside)
    recorded.train(61)
    change(recorded)
    recorded.train(50)
    timeline = recorded.timeline
    assert timeline.first == 0 and sum(not each.is_of_change for each in timeline.keyframes) <= 6
    steps = {*range(0, recorded.run.step, 13), *(each.step for each in timeline.keyframes)}
    for step in sorted(steps):
        here, there = state_of(recorded.again(step)), recorded.states[step]
        if here[-1] is None:  # at a keyframe, no step was taken again
            there = [*there[:-1], None]
        assert here == there, step


def stored(size: int, *steps: int) -> Iterator[Checkpoint]:
    run = Run(Experiment())
    for step in steps:
        yield run.checkpoint()._replace(step=step, theta=np.zeros(size // 4, np.float32))


def noted(run: Run, size: int, *steps: int, changed: bool = False) -> Timeline:
    timeline = Timeline()
    for checkpoint in stored(size, *steps):
        timeline.is_changed |= changed
        timeline.note(run, checkpoint)
    return timeline


def test_regular_keyframes_are_thinned_and_those_of_changes_go_last() -> None:
    run = Run(Experiment())
    timeline = noted(run, 100, *range(0, 10_000, 10))
    steps = [each.step for each in timeline.keyframes]
    assert steps[0] == 0 and steps[-1] > 9000 and 24 <= len(steps) <= module.MOST_REGULAR
    assert np.diff(steps).max() < 2 * np.diff(steps).min()
    changes = noted(run, 100, *range(0, 1000, 10), changed=True)
    assert [each.step for each in changes.keyframes] == list(range(0, 1000, 10))
    for checkpoint in stored(100, *range(1000, 2000)):
        changes.note(run, checkpoint)
    assert {*range(0, 1000, 10)} <= {each.step for each in changes.keyframes}
    many = noted(run, 100, *range(module.MOST_OF_CHANGES + 5), changed=True)
    assert many.first == 5 and len(many.keyframes) == module.MOST_OF_CHANGES


def test_bytes_are_bounded_in_a_run_and_in_all() -> None:
    run = Run(Experiment())
    large = noted(run, module.MOST_BYTES // 10, *range(30))
    assert large.first == 0 and 4 <= len(large.keyframes) < 10 and large.size <= module.MOST_BYTES
    changes = noted(run, module.MOST_BYTES // 10, *range(30), changed=True)
    assert changes.first == 21 and changes.size <= module.MOST_BYTES
    nothing = noted(run, 2 * module.MOST_BYTES, *range(3))
    assert nothing.first is None and nothing.size == 0
    small = noted(run, 100, *range(5))
    before = small.size
    thin([small, large], large.size // 2 + small.size)
    assert small.size == before and 1 <= len(large.keyframes) <= 3
    thin([small, large], 0)
    assert small.first is large.first is None


def test_of_several_changes_after_a_step_the_last_one_counts() -> None:
    run = Run(Experiment())
    timeline = noted(run, 100, 0, 10)
    run.change(run.experiment.changed({"optimizer": {"learning_rate": 0.3}}))
    timeline = timeline.changed(run.experiment)
    [checkpoint] = stored(100, 10)
    timeline.note(run, checkpoint)
    assert [each.step for each in timeline.keyframes] == [0, 10]
    assert timeline.before(10).experiment.optimizer.learning_rate == 0.3
    assert timeline.before(9).experiment.optimizer.learning_rate == 0.1


def test_epochs_are_found_before_and_after_another_batch_size() -> None:
    recorded = Recorded({}, 0)  # 250 samples, batches of 10
    recorded.train(60)
    recorded.change({"training": {"batch_size": 30}})
    recorded.train(20)
    begins = [recorded.timeline.epoch_begins(epoch) for epoch in range(5)]
    assert begins == [0, 25, 50, 65, 74]  # after 650, 1010 samples
    assert recorded.timeline.until(40).first == 0 and len(recorded.timeline.until(40).keyframes) == 6
