"""Milestones: a run remembers where it went on under other conditions."""

from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.milestones import MOST, noted
from engine.run import Run


def changed(run: Run, **changes: dict[str, object]) -> None:
    run.change(run.experiment.changed(changes))


def test_each_change_in_the_middle_of_a_run_is_remembered() -> None:
    run = Run(Experiment())
    changed(run, data={"noise": 5})
    assert run.milestones == []  # It has not begun.
    Cohort([run]).train(10)
    changed(run, data={"noise": 20}, training={"batch_size": 5})
    Cohort([run]).train(10)
    changed(run, network={"hidden": [3]})
    assert [tuple(each) for each in run.milestones] == [
        (10, {"data.noise": (5, 20), "training.batch_size": (10, 5)}),
        (20, {"network.hidden": ([4, 2], [3])}),
    ]


def test_changes_at_one_step_are_one_and_what_is_changed_back_is_none() -> None:
    run = Run(Experiment())
    Cohort([run]).train(10)
    for rate in (0.2, 0.3):
        changed(run, optimizer={"learning_rate": rate})
    changed(run, data={"noise": 10})
    assert [tuple(each) for each in run.milestones] == [
        (10, {"optimizer.learning_rate": (0.1, 0.3), "data.noise": (0, 10)})
    ]
    changed(run, optimizer={"learning_rate": 0.1}, data={"noise": 0})
    assert run.milestones == []


def test_they_go_with_the_history() -> None:
    run = Run(Experiment())
    Cohort([run]).train(10)
    early = run.checkpoint()
    changed(run, optimizer={"learning_rate": 0.2})
    Cohort([run]).train(10)
    changed(run, optimizer={"learning_rate": 0.3})
    run.restore(early._replace(step=10))
    assert [each.step for each in run.milestones] == [10]
    changed(run, objective={"loss": "softmax"})
    assert run.milestones == []


def test_of_another_data_set_what_both_have_is_told() -> None:
    before = Experiment().changed({"data": {"noise": 20, "test_share": 0.3}})
    after = before.changed({"data": {"kind": "digits", "side": 8, "test_share": 0.2}})
    [milestone] = noted([], 5, before, after)
    assert milestone.changed == {"data.kind": ("circle", "digits"), "data.test_share": (0.3, 0.2)}


def test_points_are_not_listed_and_the_latest_changes_are_remembered() -> None:
    usual = Experiment().changed(
        {"data": {"kind": "points", "points": [[0, 0, 0]] * 9}, "training": {"batch_size": 2}}
    )
    drawn = usual.changed({"data": {"points": [[0, 0, 0]] * 10, "seed": 3}})
    [milestone] = noted([], 5, usual, drawn)
    assert milestone.changed == {"data.points": (None, None), "data.seed": (0, 3)}
    milestones = [milestone]
    for step in range(6, 6 + 2 * MOST):
        milestones = noted(milestones, step, usual, drawn)
    assert len(milestones) == MOST and milestones[-1].step == 5 + 2 * MOST
