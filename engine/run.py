"""A run is one training in progress: its parameters, its own generator, its place in the data, its history."""

from collections.abc import Callable, Hashable
from math import inf
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from engine.array import Array, Precision
from engine.batches import Batches
from engine.changes import form_of, losses_of
from engine.checkpoint import Checkpoint, generator_at, state_of
from engine.data import dataset_of
from engine.early_stopping import Best
from engine.experiment import Experiment
from engine.heads import heads_of, loss_of, targets_of
from engine.history import History
from engine.layers.stages import leaves
from engine.milestones import Milestone, noted
from engine.places import initial_statistics, initial_theta
from engine.shape import shape_of
from engine.stop_conditions import conditions_met
from engine.transfer import Origin, put
from engine.transplant import transplant, transplant_statistics


class Run:
    """The state of one training. `Cohort` steps it, alone or beside others of its shape.

    `theta` (P,) is the network's parameters, `slots` (n_slots, P) the state of the optimiser after `updates` updates,
    `statistics` (S,) are learned without a gradient. They belong to the run between two steps; while a
    cohort steps it, they are rows of the cohort's stacks.
    """

    theta: Array
    slots: Array
    statistics: Array
    best: Best | None
    """The best state, to which early stopping would return."""
    waited: int
    """Epochs since the best state."""
    stopped_at: int | None
    """The step after which the run stopped by itself; it takes further steps only after `go_on`."""
    met: dict[str, int]
    """The conditions that have stopped it (fields of the training), each with the step."""
    origin: Origin
    """The initial parameters of its lowest layers, if these came from a trained network."""
    milestones: list[Milestone]
    """The steps of its history at which the conditions changed."""
    augmenting: np.random.Generator | None
    """The generator of augmentation, if there is any: a stream of its own, so that it does not move the others."""
    weights_edited: bool
    is_loaded: bool
    """Whether a person has given the initial weights, or has set parameters since (see `engine.editing`)."""
    kept: NDArray[np.uint8] | None
    """With dropout, for the first sample of the latest batch: 1 for each hidden unit that was kept, 0 for each that was
    dropped, (units,). None: unknown."""
    axes: dict[Hashable, Array]
    """By layer, the axes (2, n) of its plane in the latest frame that shows it (see `engine.probes.embedding` and
    `engine.probes.warped_plane`)."""
    ground: object
    """What is kept of its loss surface while someone looks at it (see `engine.probes.ground`); None: nothing."""

    def __init__(self, experiment: Experiment, dtype: Precision | None = None, origin: Origin = ()) -> None:
        """`dtype`: another precision than the experiment's, for an oracle or a check."""
        self.other_dtype = dtype
        self.origin = origin
        self.ground = None
        self.restart(experiment)

    @property
    def cohort(self) -> object:
        """The cohort that holds the rows of this run; None: it has its own arrays, or was changed since.

        The reference is weak: a cohort holds its runs, and is freed as soon as it trains no more.
        """
        return self._cohort()

    @cohort.setter
    def cohort(self, cohort: object) -> None:
        self._cohort: Callable[[], object] = nobody if cohort is None else ref(cohort)

    def restart(self, experiment: Experiment) -> None:
        """Begin at step 0, with the initial weights that the experiment's seed draws, or those of its origin."""
        self.dtype = self.other_dtype or experiment.dtype
        generator = np.random.default_rng(experiment.training.seed)
        layers = experiment.plan.layers
        self.theta = initial_theta(layers, generator, experiment.network.weights or ()).astype(self.dtype)
        self._clear_slots(experiment)
        self.statistics = initial_statistics(layers).astype(self.dtype)
        put(self.origin, experiment, self.theta, self.statistics)
        self.batches = Batches(generator, experiment.data.n_train)
        self.step = 0
        self.samples_seen = 0
        self.chance: np.random.Generator | None = None
        self.augmenting = None
        self.kept = None
        self.axes = {}
        self.best, self.waited, self.stopped_at, self.met = None, 0, None, {}
        self.weights_edited = experiment.network.weights is not None
        self.is_loaded = bool(self.origin)
        self._take(experiment)
        self.forget()

    def change(self, experiment: Experiment) -> None:
        """Go on with another experiment: parameters that still fit are kept, and so are the counters.

        The history is kept too, unless the losses of before cannot be compared with those that come.
        """
        before, shape, cohort = self.experiment, self.shape, self.cohort
        self.kept = None
        self._round(experiment)
        self._fit(experiment)
        if experiment.optimizer.kind != before.optimizer.kind:
            self._clear_slots(experiment)
        n_train = experiment.data.n_train
        if n_train != before.data.n_train:
            self.samples_seen = int(self.epoch) * n_train
            self.batches = Batches(self.batches.generator, n_train)
        self._take(experiment)
        if form_of(experiment) == form_of(before) and self.shape == shape:
            self.cohort = cohort  # Only rates or data have changed: theta keeps its place.
        self.go_on()
        training, later_training = before.training, experiment.training
        self.met = {
            field: step
            for field, step in self.met.items()
            if getattr(training, field) == getattr(later_training, field)
        }
        losses, later = losses_of(before), losses_of(experiment)
        learned, learns = before.data.plain, experiment.data.plain
        if (before.network, learned, losses) != (experiment.network, learns, later):
            self.best = None  # Its loss belongs to another network or other samples.
        if losses != later:
            self.forget()
        elif self.step:
            self.milestones = noted(self.milestones, self.step, before, experiment)

    def _round(self, experiment: Experiment) -> None:
        """Take the precision of the experiment."""
        dtype = self.other_dtype or experiment.dtype
        if dtype != self.dtype:
            self.dtype, self.best = dtype, None
            self.theta, self.slots, self.statistics = (
                each.astype(dtype) for each in (self.theta, self.slots, self.statistics)
            )

    def _fit(self, experiment: Experiment) -> None:
        """Take the form of the experiment's network, and keep the parameters that still fit."""
        before = self.experiment
        if form_of(experiment) == form_of(before):
            return
        layers = experiment.plan.layers
        generator = np.random.default_rng(experiment.training.seed)
        fresh = initial_theta(layers, generator, experiment.network.weights or ()).astype(self.dtype)
        self.theta = transplant(self.theta, before, fresh, experiment)
        zeros = np.zeros_like(fresh)
        slots = [transplant(slot, before, zeros, experiment) for slot in self.slots]
        self.slots = np.array(slots, self.dtype).reshape(-1, len(zeros))
        blank = initial_statistics(layers).astype(self.dtype)
        self.statistics = transplant_statistics(self.statistics, before, blank, experiment)

    def _clear_slots(self, experiment: Experiment) -> None:
        """Reset the optimiser's state."""
        self.slots = np.zeros((experiment.method.n_slots, len(self.theta)), self.dtype)
        self.updates = 0

    def _take(self, experiment: Experiment) -> None:
        """Adopt the experiment, with its data and its loss."""
        self.experiment = experiment
        self.cohort = None
        if self.chance is None and any(layer.n_random for layer in leaves(experiment.plan.layers)):
            # A stream of its own: with and without dropout, a seed gives the same weights and the same order.
            self.chance = np.random.default_rng([experiment.training.seed, 1])
        if self.augmenting is None and experiment.data.augments:
            self.augmenting = np.random.default_rng([experiment.training.seed, 2])
        self.shape = shape_of(experiment)
        self.method = experiment.method
        self.dataset = dataset_of(experiment.data, self.dtype)
        self.heads = heads_of(experiment)
        self.loss = loss_of(self.heads)
        data = self.dataset
        self.Y_train, self.Y_validation, self.Y_test = (
            targets_of(self.heads, experiment.sample, X, labels)
            for X, labels in (
                (data.X_train, data.labels_train),
                (data.X_validation, data.labels_validation),
                (data.X_test, data.labels_test),
            )
        )

    @property
    def epoch(self) -> float:
        """Samples seen, counted in training sets."""
        return self.samples_seen / self.shape.n_train

    def forget(self) -> None:
        """Begin the history anew."""
        self.losses = History(columns=1)
        self.evaluations = History(columns=3 if self.experiment.data.n_validation else 2)
        """Training and test loss, and the validation's where there is such a set."""
        self.milestones = []

    def judge(self, validation_loss: float) -> None:
        """Early stopping, at the end of an epoch: store the best state; when patience runs out, return to it.

        Parameters and statistics return. The state of the optimiser belongs to other parameters, and is cleared.
        """
        if validation_loss < (inf if self.best is None else self.best.loss):
            self.best = Best(self.step, validation_loss, self.theta.copy(), self.statistics.copy())
            self.waited = 0
            return
        self.waited += 1
        if self.best is not None and self.waited >= self.experiment.training.patience:
            self.stopped_at = self.step
            self.theta[:], self.statistics[:] = self.best.theta, self.best.statistics
            self.slots[:] = self.updates = 0

    def stop_where_met(self, loss: float, accuracy: float | None) -> None:
        """At the end of an epoch, with these of the training set: stop where a condition is met for the first time."""
        met = conditions_met(self.experiment.training, int(self.epoch), loss, accuracy)
        fresh = [field for field in met if field not in self.met]
        if fresh:
            self.stopped_at = self.step
            self.met = {**self.met, **dict.fromkeys(fresh, self.step)}

    def go_on(self) -> None:
        """Let a run that stopped by itself take further steps, with full patience."""
        self.waited, self.stopped_at = 0, None

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
            chance=state_of(self.chance),
            best=self.best,
            waited=self.waited,
            stopped_at=self.stopped_at,
            augmenting=state_of(self.augmenting),
            met=self.met,
            weights_edited=self.weights_edited,
            is_loaded=self.is_loaded,
        )

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go to a checkpoint of the same experiment, and discard the later part of its histories."""
        self.cohort = None
        self.kept = None
        self.theta = checkpoint.theta.copy()
        self.slots = checkpoint.slots.copy()
        self.updates = checkpoint.updates
        self.statistics = checkpoint.statistics.copy()
        self.step = checkpoint.step
        self.samples_seen = checkpoint.samples_seen
        self.batches.resume(checkpoint.bookmark)
        if checkpoint.chance is not None:
            self.chance = generator_at(checkpoint.chance)
        if checkpoint.augmenting is not None:
            self.augmenting = generator_at(checkpoint.augmenting)
        self.best, self.waited, self.stopped_at = checkpoint.best, checkpoint.waited, checkpoint.stopped_at
        self.met = dict(checkpoint.met)
        self.weights_edited, self.is_loaded = checkpoint.weights_edited, checkpoint.is_loaded
        self.losses.rewind(self.step)
        self.evaluations.rewind(self.step)
        self.milestones = [each for each in self.milestones if each.step <= self.step]


def nobody() -> None:
    """In place of the weak reference of a run without a cohort."""
