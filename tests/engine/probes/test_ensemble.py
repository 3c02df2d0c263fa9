"""What networks say together, against numbers that are worked out one by one."""

from typing import Any

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.losses import answers
from engine.probes.ensemble import accuracy_of_vote, are_alike, disagreement, loss_of_mean, voted
from engine.run import Run


def cohorts(*changes: dict[str, Any], steps: int = 30) -> list[Cohort]:
    found = [Cohort([Run(Experiment().changed(each))]) for each in changes]
    for cohort in found:
        cohort.train(steps)
    return found


def test_the_most_votes_win_and_of_equals_the_one_that_is_preferred() -> None:
    classes = np.array([[0, 1, 2, 0], [1, 1, 0, 2], [1, 0, 1, 2], [0, 2, 1, 0]])
    preferred = np.array([[2.0, 0, 0, 1], [1.0, 0, 0, 0], [9.0, 9, 9, 2]])
    winner = voted(classes, preferred)
    assert winner.tolist() == [0, 1, 1, 2]
    assert disagreement(classes, winner).tolist() == [0.5, 0.5, 0.5, 0.5]


@pytest.mark.parametrize("kind", ["circle", "blobs"])
def test_the_accuracy_of_the_vote_is_that_of_each_samples_votes(kind: str) -> None:
    members = cohorts(
        *({"data": {"kind": kind, "noise": 60}, "training": {"seed": seed}} for seed in range(5))
    )
    assert are_alike(members)
    [run] = members[0].runs
    classes = np.concatenate([answers(each.predict(run.dataset.X_test[np.newaxis])) for each in members])
    right, ties = 0, 0
    for votes, label in zip(classes.T, run.dataset.labels_test[0], strict=True):
        counts = np.bincount(votes, minlength=3)
        best = np.flatnonzero(counts == counts.max())
        right += len(best) == 1 and best[0] == label
        ties += len(best) > 1
    accuracy, agreed = accuracy_of_vote(members, "test")
    assert right <= round(accuracy * classes.shape[1]) <= right + ties
    assert agreed == np.mean([len(set(votes)) == 1 for votes in classes.T])


def test_members_of_other_shapes_and_losses_vote_together() -> None:
    softmax: dict[str, Any] = {"objective": {"loss": "softmax"}, "network": {"hidden": [3]}}
    members = cohorts(
        {}, softmax, {"objective": {"loss": "cross_entropy"}, "training": {"seed": 3}}, steps=200
    )
    accuracies = [cohort.evaluate()[0].test_accuracy for cohort in members]
    assert are_alike(members)
    vote, _ = accuracy_of_vote(members, "test")
    assert min(each for each in accuracies if each is not None) <= vote <= 1
    assert not are_alike(cohorts({}, {"data": {"seed": 1}}, steps=1))
    assert not are_alike(cohorts({}, {"data": {"kind": "plane"}}, steps=1))


def test_the_mean_of_numbers_is_better_than_the_members_by_how_much_they_disagree() -> None:
    members = cohorts(
        *({"data": {"kind": "plane", "noise": 10}, "training": {"seed": seed}} for seed in range(4))
    )
    together, apart = loss_of_mean(members, "test")
    losses = [cohort.evaluate()[0].test_loss for cohort in members]
    assert apart == pytest.approx(np.mean(losses), rel=1e-5)
    [run] = members[0].runs
    Z = np.concatenate([each.predict(run.dataset.X_test[np.newaxis]) for each in members]).astype(float)
    half = members[0].loss.value(np.full((1, 1, 1), 2.0), np.zeros((1, 1, 1)))[0, 0] / 4  # of a square
    assert apart - together == pytest.approx(half * Z.var(axis=0).sum(axis=0).mean(), rel=1e-4)


@pytest.mark.parametrize("kind", ["echo", "translation"])
def test_of_answers_at_each_step_equal_members_vote_as_each_of_them(kind: str) -> None:
    network = {"layers": [{"kind": "gru", "units": 4, "returns": "every_step"}]}
    change = {"data": {"kind": kind, "samples": 40}, "network": network, "objective": {"loss": "softmax"}}
    members = cohorts(change, change, steps=5)
    assert are_alike(members)
    [alone] = members[0].evaluate()
    vote, agreed = accuracy_of_vote(members, "test")
    assert vote == pytest.approx(alone.test_accuracy) and agreed == 1
