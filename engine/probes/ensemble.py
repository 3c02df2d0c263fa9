"""The ensemble: what networks say together. Of classes they vote, of numbers they take the mean.

The error of the mean answer is never larger than the mean error of the members, and the smaller the more they disagree
(Krogh and Vedelsby, Neural Network Ensembles, Cross Validation, and Active Learning, 1995).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.cohort import Cohort
from engine.losses import answers


def are_alike(cohorts: Sequence[Cohort]) -> bool:
    """Whether the members of all cohorts answer the same question: that of one data set, and of classes or numbers."""
    runs = [run for cohort in cohorts for run in cohort.runs]
    questions = {(run.experiment.data, run.shape.problem, len(run.heads)) for run in runs}
    first = runs[0]
    has_one_label = first.shape.problem == "regression" or len(first.dataset.labels_test) == 1
    is_of_steps = first.experiment.data.answered_steps > 0
    return len(questions) == 1 and (has_one_label or is_of_steps) and not first.shape.reconstructs


def voted(classes: NDArray[np.intp], preferred: Array) -> NDArray[np.intp]:
    """The class with the most votes, (m,), of the members' classes (N, m). Of classes with equally many, the one that
    is `preferred` most, (k, m)."""
    labels = np.arange(len(preferred))[:, np.newaxis, np.newaxis]
    counts = np.add.reduce(classes == labels, axis=1)
    return np.asarray(np.where(counts == counts.max(axis=0), preferred, -np.inf).argmax(axis=0))


def preference(Z: Array) -> Array:
    """The mean of Z[L] (N, n_out, m) for every class, (k, m); a single output speaks for class 1 and against class
    0."""
    mean = np.clip(np.nan_to_num(Z), -1e30, 1e30).mean(axis=0, dtype=np.float64)
    return np.concatenate([-mean, mean]) if len(mean) == 1 else mean


def disagreement(classes: NDArray[np.intp], winner: NDArray[np.intp]) -> Array:
    """The share of the members that answer another class than the winner, (m,)."""
    return np.asarray((classes != winner).mean(axis=0))


def accuracy_of_vote(cohorts: Sequence[Cohort], part: str) -> tuple[float, float]:
    """The share of the samples (`train` or `test`, those that evaluations examine) that the vote of all members gets
    right, and the share of those on which all members agree. Of answers at each step, each step is voted on."""
    labels, data = examined(cohorts[0], "labels", part), cohorts[0].runs[0].experiment.data
    steps = data.answered_steps
    labels = labels if steps else labels[:1]
    classes, preferred = [], []
    for cohort in cohorts:
        Z = cohort.predict(examined(cohort, "X", part)[np.newaxis])
        if steps:
            Z = Z[:, cohort.runs[0].heads[0].rows].reshape(len(Z), -1, labels.size)
        classes.append(answers(Z))
        preferred.append(preference(Z) * len(cohort.runs))
    found = np.concatenate(classes)
    # A softmax of two classes and a single output have as many classes.
    most = max(map(len, preferred))
    winner = voted(found, np.add.reduce([each for each in preferred if len(each) == most]))
    asked = labels >= 0

    def share(those: NDArray[np.bool_]) -> float:
        those = those.reshape(labels.shape) & asked
        right = those.sum(axis=0) / np.maximum(asked.sum(axis=0), 1)
        return float((right == 1 if data.counts_whole else right).mean())

    return share(winner == labels.ravel()), share((found == found[0]).all(axis=0))


def loss_of_mean(cohorts: Sequence[Cohort], part: str) -> tuple[float, float]:
    """Of numbers: the loss of the members' mean answer over the samples, and the mean of the members' own losses."""
    Z = np.concatenate([cohort.predict(examined(cohort, "X", part)[np.newaxis]) for cohort in cohorts])
    run, loss = cohorts[0].runs[0], cohorts[0].loss
    Y = getattr(run, f"Y_{part}")[:, : run.shape.examined][np.newaxis]
    with np.errstate(over="ignore", invalid="ignore"):
        mean = Z.mean(axis=0, keepdims=True, dtype=np.float64)
        return float(loss.value(mean, Y).mean()), float(loss.value(Z.astype(np.float64), Y).mean())


def examined(cohort: Cohort, name: str, part: str) -> Array:
    """The examined samples of a part of the data set that all members share."""
    run = cohort.runs[0]
    found: Array = getattr(run.dataset, f"{name}_{part}")[:, : run.shape.examined]
    return found
