"""A run is one training in progress: its parameters, its own generator, its place in the data, its history."""

from typing import NamedTuple

import numpy as np

from engine.array import FLOAT32, Array, Precision
from engine.batches import Batches, Bookmark
from engine.data import dataset_of
from engine.experiment import Experiment
from engine.history import History
from engine.losses import loss_of
from engine.network import initial_theta
from engine.transplant import transplant


class Evaluation(NamedTuple):
    """How good a network is on the whole training and test sets. Accuracies are None for a regression."""

    train_loss: float
    test_loss: float
    train_accuracy: float | None
    test_accuracy: float | None


class Checkpoint(NamedTuple):
    """All that a run is, besides its experiment and its history: enough to go on from here, bit for bit."""

    theta: Array
    step: int
    samples_seen: int
    bookmark: Bookmark


class Run:
    """The state of one training. `Cohort` steps it, alone or beside others of its shape.

    `theta` (P,) belongs to the run between two steps; while a cohort steps it, it is a row of the cohort's stack.
    """

    def __init__(self, experiment: Experiment, dtype: Precision = FLOAT32) -> None:
        self.dtype = dtype
        self.restart(experiment)

    def restart(self, experiment: Experiment) -> None:
        """Begin at step 0, with the initial weights that the experiment's seed draws."""
        generator = np.random.default_rng(experiment.training.seed)
        initializer = experiment.network.initializer
        self.theta: Array = initial_theta(experiment.sizes, initializer, generator).astype(self.dtype)
        self.batches = Batches(generator, experiment.data.n_train)
        self.step = 0
        self.samples_seen = 0
        self._take(experiment)
        self.forget()

    def change(self, experiment: Experiment) -> None:
        """Go on with another experiment: parameters that still fit are kept, and so are the counters.

        The history is kept too, unless the losses of before cannot be compared with those that come.
        """
        before = self.experiment
        self.theta = self._fitting(experiment)
        n_train = experiment.data.n_train
        if n_train != before.data.n_train:
            self.samples_seen = int(self.epoch) * n_train
            self.batches = Batches(self.batches.generator, n_train)
        self._take(experiment)
        if (
            experiment.objective.loss != before.objective.loss
            or experiment.data.problem != before.data.problem
        ):
            self.forget()

    def _fitting(self, experiment: Experiment) -> Array:
        """Theta for the experiment's shape, with all that still fits of this one."""
        before = self.experiment
        old_features, features = before.data.features, experiment.data.features
        if experiment.sizes == before.sizes and features == old_features:
            return self.theta
        generator = np.random.default_rng(experiment.training.seed)
        fresh = initial_theta(experiment.sizes, experiment.network.initializer, generator).astype(self.dtype)
        old_inputs = [old_features.index(each) if each in old_features else None for each in features]
        return transplant(self.theta, before.sizes, fresh, experiment.sizes, old_inputs)

    def _take(self, experiment: Experiment) -> None:
        """Take the experiment, with its data and its loss."""
        self.experiment = experiment
        self.dataset = dataset_of(experiment.data, self.dtype)
        self.loss = loss_of(experiment)
        self.Y_train = self.loss.targets(self.dataset.labels_train)
        self.Y_test = self.loss.targets(self.dataset.labels_test)

    @property
    def epoch(self) -> float:
        """Samples seen, counted in training sets."""
        return self.samples_seen / self.experiment.data.n_train

    def forget(self) -> None:
        """Begin the history anew."""
        self.losses = History(columns=1)
        self.evaluations = History(columns=2)

    def checkpoint(self) -> Checkpoint:
        """A copy of the state."""
        return Checkpoint(self.theta.copy(), self.step, self.samples_seen, self.batches.bookmark())

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go to a checkpoint of the same experiment, and forget what was remembered of later steps."""
        self.theta = checkpoint.theta.copy()
        self.step = checkpoint.step
        self.samples_seen = checkpoint.samples_seen
        self.batches.resume(checkpoint.bookmark)
        self.losses.rewind(self.step)
        self.evaluations.rewind(self.step)
