"""A cohort steps runs of one shape together, as one stacked computation.

Every run comes out as if it had been alone, bit for bit: each of them has its own slice of every array, and no
operation here mixes slices.
"""

from collections.abc import Sequence
from math import prod

import numpy as np

from engine.array import Array
from engine.dealing import deal, draw, foresee
from engine.evaluation import Evaluation, evaluations_of
from engine.methods import Taken
from engine.methods.optimizers import clip
from engine.network import Network
from engine.pauses import pause
from engine.places import weight_mask
from engine.rates import column, learning_rates, method_of, read_rates
from engine.regularizers import REGULARIZERS, truncate
from engine.run import Run
from engine.sections import judge, sections

DEALT_NUMBERS = 2**20
"""The most inputs and random numbers that are prepared for coming steps at a time (4 MB)."""

MOVED = ("theta", "slots", "statistics")
"""The arrays of a run that are rows of the cohort's stacks."""


class Cohort:
    """Runs of one shape over one stack of parameters, theta (R, P).

    Making a cohort moves each run's theta into its row of the stack; a run leaves by being put into another
    cohort, so only the newest cohort of a run may be stepped.
    """

    part: "Cohort | None" = None
    """The latest part that was requested; the next request is often the same."""

    @classmethod
    def of(cls, runs: Sequence[Run]) -> "Cohort":
        """The cohort that exactly these runs form already, or the part of one that they are, or else a new one."""
        cohort = runs[0].cohort
        if not isinstance(cohort, cls) or any(run.cohort is not cohort for run in runs):
            return cls(runs)
        if cohort.runs == runs:
            return cohort
        if cohort.part is not None and cohort.part.runs == runs:
            return cohort.part
        start = cohort.runs.index(runs[0])
        rows = slice(start, start + len(runs))
        if cohort.runs[rows] != runs:
            return cls(runs)
        cohort.part = cls(runs, cohort, rows)
        return cohort.part

    def __init__(self, runs: Sequence[Run], whole: "Cohort | None" = None, rows: slice = slice(None)) -> None:
        """A new cohort; or a part of a `whole` one over some `rows` of its stacks, whose runs stay with the whole."""
        self.runs = list(runs)
        first = runs[0]
        self.shape = first.shape
        if any(run.shape != self.shape for run in runs):
            raise ValueError("the runs of a cohort must have one shape")
        if len(set(runs)) < len(runs):
            raise ValueError("a run has one row in a cohort: it cannot be in it twice")
        self.dtype = first.dtype
        self.loss = first.loss
        self.theta, self.slots, self.statistics = (
            self._stack(name) if whole is None else getattr(whole, name)[..., rows, :] for name in MOVED
        )
        self.network = self._network()
        mask = weight_mask(self.network.layers) if whole is None else whole.weights
        self.weights: Array = mask.astype(self.dtype, copy=False)
        self.regularizer = REGULARIZERS[self.shape.regularization]
        self.truncates = self.regularizer is not None and self.regularizer.truncates
        self.steps = first.method.steps
        """The steps after which the runs stop by themselves; None: they do not."""
        if whole is None:
            for run in runs:
                run.cohort = self

    def _network(self) -> Network:
        """A network of these runs' layers over their parameters."""
        return Network(self.runs[0].experiment.plan.built(), self.theta, self.statistics)

    def _clear(self) -> None:
        """Free the arrays that layers of pictures keep of the latest pass: they are large, and not needed between
        steps."""
        if self.network.at_once is not None:
            self.network = self._network()

    def _stack(self, name: str) -> Array:
        """Move an array (.., n) of each run into its rows of one stack, (.., R, n)."""
        first: Array = getattr(self.runs[0], name)
        if not first.size:  # Most runs have no slots and no statistics: their arrays are empty.
            return np.zeros((*first.shape[:-1], len(self.runs), first.shape[-1]), self.dtype)
        stack: Array = np.stack([getattr(run, name) for run in self.runs], axis=-2)
        for replica, run in enumerate(self.runs):
            setattr(run, name, stack[..., replica, :])
        return stack

    def train(self, iterations: int) -> Array:
        """Take `iterations` steps; the batch loss of each, (iterations, R), before its update.

        A run that stops by itself takes no more of them; its losses from there on are NaN. Its columns go on being
        computed with the others', and are put back in the end.
        """
        self.read_rates()
        losses = np.full((iterations, len(self.runs)), np.nan, self.dtype)
        aside: dict[int, list[Array]] = {}
        start = 0
        for end, judged in sections(self.runs, iterations):
            for replica, run in enumerate(self.runs):
                if run.stopped_at is not None and replica not in aside:
                    aside[replica] = [getattr(run, name).copy() for name in MOVED]
            moving = [replica for replica in range(len(self.runs)) if replica not in aside]
            if not moving:
                break
            losses[start:end, moving] = self._take_steps(end - start)[:, moving]
            self._count(losses[start:end], moving)
            self._note_kept(moving)
            self._judge([replica for replica in judged if replica not in aside])
            start = end
        for replica, state in aside.items():
            for name, values in zip(MOVED, state, strict=True):
                getattr(self.runs[replica], name)[:] = values
        self._clear()
        return losses

    def _note_kept(self, moving: list[int]) -> None:
        """Store in these runs which units took part in their latest step, for the first sample of its batch."""
        if self.network.drawing and (kept := self.network.kept()) is not None:
            rows = kept.astype(np.uint8)
            for replica in moving:
                self.runs[replica].kept = rows[replica]

    def _judge(self, replicas: list[int]) -> None:
        """Stop those of these runs that have taken all their steps, or that meet a condition at the end of an epoch."""
        if replicas:
            runs = [self.runs[replica] for replica in replicas]
            judge(runs, None if self.steps is not None else self.copied(replicas))

    def copied(self, replicas: Sequence[int]) -> Network:
        """A network over copies of the parameters of these runs, each of which may occur several times."""
        runs = [self.runs[replica] for replica in replicas]
        network = Network(runs[0].experiment.plan.built(), self.theta[replicas], self.statistics[replicas])
        read_rates(network, runs)
        return network

    def _take_steps(self, iterations: int) -> Array:
        """Take steps with all runs; the batch losses, (iterations, R)."""
        shown = prod(self.shape.shapes[0]) + self.network.n_random
        dealt = max(1, DEALT_NUMBERS // (len(self.runs) * self.shape.batch_size * shown))
        taken = []
        # A loss that overflows is noticed where it is read; NumPy's warning is not needed.
        with np.errstate(over="ignore", invalid="ignore"):
            for start in range(0, iterations, dealt):
                X, Y = deal(self.runs, min(dealt, iterations - start))
                alpha = learning_rates(self.runs, start, len(X))
                moving = [run.chance if run.stopped_at is None else None for run in self.runs]
                chance = draw(moving, (len(X), self.network.n_random, self.shape.batch_size))
                Z = np.empty_like(Y)
                for index in range(len(X)):
                    if self.network.drawing:
                        self.network.draw(chance[index])
                    Z[index] = self.step(X[index], Y[index], alpha[index])
                    pause()
                taken.append(np.add.reduce(self.loss.value(Z, Y), axis=-1) / self.shape.batch_size)
        return np.concatenate(taken)

    def step(self, X: Array, Y: Array, alpha: Array) -> Array:
        """One step with the learning rates alpha (R, 1) on the batches X (R, n, m) and Y (R, n_out, m).

        Returns Z of all heads before it, (R, n_out, m).
        """
        before = self.theta.copy() if self.network.frozen else None
        Z = self.follow(X, Y, alpha)
        if self.truncates:
            truncate(self.theta, self.pull(alpha))
        if before is not None:
            for columns in self.network.frozen:
                self.theta[:, columns] = before[:, columns]
        return Z

    def follow(self, X: Array, Y: Array, alpha: Array) -> Array:
        """The same step without L1, which comes after it."""
        Z = self.network.forward(X)
        self.latest.Z, self.latest.Y = Z, Y
        self.method.move(self.theta, alpha, self._followed, self.latest)
        for layer in self.network.followers:
            layer.follow()
        return Z

    def _followed(self) -> Array:
        """The gradient of the latest pass that the update follows."""
        self._backward(self.latest.Z, self.latest.Y)
        if self.shape.clips:
            clip(self.network.gradient, self.longest)
        return self.network.gradient

    def pull(self, alpha: Array) -> Array:
        """The distance by which L1 pulls each parameter towards 0 after such a step, (R, P)."""
        return self.method.pull(self.decay, self.network.gradient, alpha)

    def gradient(self, X: Array, Y: Array) -> Array:
        """The gradient of the objective, loss and penalty, on the batches X and Y, (R, P)."""
        self.descent(X, Y)
        if self.truncates:
            self.penalize()
        return self.network.gradient

    def descent(self, X: Array, Y: Array) -> Array:
        """The gradient that a step on the batches X and Y would follow, (R, P): without L1, which comes after the step.

        Layers that decide by chance decide as in the next step if X were its batch; no generator moves by that.
        """
        self.read_rates()
        if self.network.drawing:
            self.network.draw(foresee(self.runs, self.network.n_random, X.shape[-1]))
        self._backward(self.network.forward(X), Y)
        return self.network.gradient

    def _backward(self, Z: Array, Y: Array) -> None:
        if self.network.adding:
            self.network.take_targets(Y)
        self.network.backward(self.loss.gradient(Z, Y))
        if not self.truncates:
            self.penalize()

    def penalize(self) -> None:
        """Add the gradient of the penalty, where there is one."""
        if self.regularizer is not None:
            self.network.gradient += self.decay * self.regularizer.derivative(self.theta)

    def read_rates(self) -> None:
        """Read the rates from the experiments, where they may have changed since the last step."""
        self.method = method_of(self.runs, self.slots, self.weights)
        penalty: Array = np.zeros((len(self.runs), 1))
        if self.shape.clips:
            self.longest = column(self.runs, "optimizer", "clip_norm").astype(self.dtype)
        if self.regularizer is not None:
            penalty = column(self.runs, "objective", "regularization_rate")
            self.decay = penalty.astype(self.dtype) * self.weights
        output = self.network.output
        self.latest = Taken(output, self.network.columns[output], penalty[:, 0])
        read_rates(self.network, self.runs)

    def evaluate(self) -> list[Evaluation]:
        """Losses and accuracies of every run over its training, validation and test sets, as far as they are examined.

        The losses are the data's alone, without the penalty, so that they can be compared between penalties. Histories
        have finite ones only: a run whose loss is infinite does not stay where it is.
        """
        read_rates(self.network, self.runs)
        evaluations = evaluations_of(self.network, self.runs)
        self._clear()
        with np.errstate(over="ignore"):
            losses = np.array([each.losses for each in evaluations], np.float32)
        for run, row in zip(self.runs, losses, strict=True):
            if np.isfinite(row).all():
                run.evaluations.note(run.step, row)
        return evaluations

    def _count(self, losses: Array, moving: list[int]) -> None:
        """Add the steps of these runs to their counters and histories."""
        iterations = len(losses)
        for run, taken in ((self.runs[replica], losses[:, replica]) for replica in moving):
            run.losses.extend(run.step + 1, taken[:, np.newaxis])
            run.step += iterations
            run.updates += iterations
            run.samples_seen += iterations * self.shape.batch_size

    def forward(self, X: Array) -> tuple[list[Array], Array]:
        """Every hidden layer's activations, each (R, n, m), and the prediction (R, n_out, m), for X (R or 1, n, m)."""
        read_rates(self.network, self.runs)
        with np.errstate(over="ignore", invalid="ignore"):
            Z = self.network.predict(X)[:, : self.network.n_out]
            return self.network.hidden(), self.loss.output.function(Z)

    def answers(self, replicas: Sequence[int], X: Array) -> Array:
        """The predictions (k, n_out, m) of these k runs, one of which may come several times, for X (k, n, m)."""
        with np.errstate(over="ignore", invalid="ignore"):
            return self.loss.output.function(self.copied(replicas).answers(X)[:, : self.network.n_out])

    def activations(self, replicas: Sequence[int], X: Array) -> list[Array]:
        """The activations of the hidden layers, A[1] .. A[L-1] (k, n, m), in these k runs for few samples, X (k, n,
        m)."""
        network = self.copied(replicas)
        with np.errstate(over="ignore", invalid="ignore"):
            network.predict(X)
        return network.hidden()

    def predict(self, X: Array) -> Array:
        """Z[L] (R, n_out, m) for X (R or 1, n, m), as the networks answer when they are used."""
        read_rates(self.network, self.runs)
        with np.errstate(over="ignore", invalid="ignore"):
            return self.network.answers(X)[:, : self.network.n_out]
