"""A run is one training in progress: its parameters, its own generator, its place in the data, its history."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from engine.array import FLOAT32, Array, Precision
from engine.batches import Batches, Bookmark
from engine.data import dataset_of
from engine.experiment import Experiment
from engine.history import History
from engine.losses import loss_of, targets_of
from engine.network import initial_statistics, initial_theta, layers_of
from engine.optimizers import OPTIMIZERS
from engine.shape import shape_of
from engine.transplant import transplant, transplant_statistics


class Evaluation(NamedTuple):
    """How good a network is on the whole training and test sets. Accuracies are None for a regression."""

    train_loss: float
    test_loss: float
    train_accuracy: float | None
    test_accuracy: float | None


class Checkpoint(NamedTuple):
    """All that a run is, besides its experiment and its history: enough to go on from here, bit for bit."""

    theta: Array
    slots: Array
    statistics: Array
    updates: int
    step: int
    samples_seen: int
    bookmark: Bookmark
    chance: Mapping[str, Any] | None
    """The state of dropout's generator, where there is one."""


class Run:
    """The state of one training. `Cohort` steps it, alone or beside others of its shape.

    `theta` (P,) is the network's parameters, `slots` (n_slots, P) what the optimiser remembers of `updates` updates,
    `statistics` (S,) what layers learned without a gradient. They belong to the run between two steps; while a
    cohort steps it, they are rows of the cohort's stacks.
    """

    theta: Array
    slots: Array
    statistics: Array

    def __init__(self, experiment: Experiment, dtype: Precision = FLOAT32) -> None:
        self.dtype = dtype
        self.restart(experiment)

    def restart(self, experiment: Experiment) -> None:
        """Begin at step 0, with the initial weights that the experiment's seed draws."""
        generator = np.random.default_rng(experiment.training.seed)
        layers = layers_of(experiment)
        self.theta = initial_theta(layers, generator).astype(self.dtype)
        self._clear_slots(experiment)
        self.statistics = initial_statistics(layers).astype(self.dtype)
        self.batches = Batches(generator, experiment.data.n_train)
        self.step = 0
        self.samples_seen = 0
        self.chance: np.random.Generator | None = None
        self._take(experiment)
        self.forget()

    def change(self, experiment: Experiment) -> None:
        """Go on with another experiment: parameters that still fit are kept, and so are the counters.

        The history is kept too, unless the losses of before cannot be compared with those that come.
        """
        before = self.experiment
        self._fit(experiment)
        if experiment.optimizer.kind != before.optimizer.kind:
            self._clear_slots(experiment)
        n_train = experiment.data.n_train
        if n_train != before.data.n_train:
            self.samples_seen = int(self.epoch) * n_train
            self.batches = Batches(self.batches.generator, n_train)
        self._take(experiment)
        if (
            experiment.objective.loss != before.objective.loss
            or experiment.data.n_classes != before.data.n_classes
        ):
            self.forget()

    def _fit(self, experiment: Experiment) -> None:
        """Take the form of the experiment's network, with all that still fits of this one."""
        before = self.experiment
        if form_of(experiment) == form_of(before):
            return
        layers = layers_of(experiment)
        fresh = initial_theta(layers, np.random.default_rng(experiment.training.seed)).astype(self.dtype)
        self.theta = transplant(self.theta, before, fresh, experiment)
        zeros = np.zeros_like(fresh)
        slots = [transplant(slot, before, zeros, experiment) for slot in self.slots]
        self.slots = np.array(slots, self.dtype).reshape(-1, len(zeros))
        blank = initial_statistics(layers).astype(self.dtype)
        self.statistics = transplant_statistics(self.statistics, before, blank, experiment)

    def _clear_slots(self, experiment: Experiment) -> None:
        """Let the optimiser remember nothing."""
        n_slots = OPTIMIZERS[experiment.optimizer.kind].n_slots
        self.slots = np.zeros((n_slots, len(self.theta)), self.dtype)
        self.updates = 0

    def _take(self, experiment: Experiment) -> None:
        """Take the experiment, with its data and its loss."""
        self.experiment = experiment
        if experiment.network.dropout != "none" and self.chance is None:
            # A stream of its own: with and without dropout, a seed gives the same weights and the same order.
            self.chance = np.random.default_rng([experiment.training.seed, 1])
        self.shape = shape_of(experiment)
        self.dataset = dataset_of(experiment.data, self.dtype)
        self.loss = loss_of(experiment)
        self.Y_train = targets_of(experiment, self.dataset.labels_train)
        self.Y_test = targets_of(experiment, self.dataset.labels_test)

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
        return Checkpoint(
            theta=self.theta.copy(),
            slots=self.slots.copy(),
            statistics=self.statistics.copy(),
            updates=self.updates,
            step=self.step,
            samples_seen=self.samples_seen,
            bookmark=self.batches.bookmark(),
            chance=None if self.chance is None else self.chance.bit_generator.state,
        )

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go to a checkpoint of the same experiment, and forget what was remembered of later steps."""
        self.theta = checkpoint.theta.copy()
        self.slots = checkpoint.slots.copy()
        self.updates = checkpoint.updates
        self.statistics = checkpoint.statistics.copy()
        self.step = checkpoint.step
        self.samples_seen = checkpoint.samples_seen
        self.batches.resume(checkpoint.bookmark)
        if checkpoint.chance is not None:
            self.chance = np.random.default_rng()
            self.chance.bit_generator.state = checkpoint.chance
        self.losses.rewind(self.step)
        self.evaluations.rewind(self.step)


def form_of(experiment: Experiment) -> tuple[object, ...]:
    """What says where each parameter lies and what it reads: equal forms can exchange theta."""
    network = experiment.network
    return experiment.data.inputs, experiment.sizes, network.activation_of_layers, network.normalization
