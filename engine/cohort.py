"""A cohort steps runs of one shape together, as one stacked computation.

Every run comes out as if it had been alone, bit for bit: each of them has its own slice of every array, and no
operation here mixes slices.
"""

import copy
from collections.abc import Sequence

import numpy as np

from engine.array import Array
from engine.data.images import Images
from engine.losses import answers
from engine.network import Network, layers_of, weight_mask
from engine.optimizers import clip
from engine.rates import column, learning_rates, optimizer_of
from engine.regularizers import REGULARIZERS
from engine.run import Evaluation, Run

DEALT_NUMBERS = 2**20
"""At most so many inputs, and numbers for dropout, are laid out for coming steps at a time (4 MB)."""


class Cohort:
    """Runs of one shape over one stack of parameters, theta (R, P).

    Making a cohort moves each run's theta into its row of the stack; a run leaves by being put into another
    cohort, so only the newest cohort of a run may be stepped.
    """

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = list(runs)
        first = runs[0]
        self.shape = first.shape
        if any(run.shape != self.shape for run in runs):
            raise ValueError("the runs of a cohort must have one shape")
        self.dtype = first.dtype
        self.loss = first.loss
        self.theta = self._stack("theta")
        self.slots = self._stack("slots")
        statistics = self._stack("statistics")
        self.network = Network(layers_of(first.experiment), self.theta, statistics)
        self.weights = weight_mask(self.shape.sizes, self.theta.shape[1]).astype(self.dtype)
        self.regularizer = REGULARIZERS[self.shape.regularization]

    def _stack(self, name: str) -> Array:
        """Move an array (.., n) of each run into its rows of one stack, (.., R, n)."""
        first: Array = getattr(self.runs[0], name)
        if not first.size:  # Most runs have no slots and no statistics: there is nothing to move.
            return np.zeros((*first.shape[:-1], len(self.runs), first.shape[-1]), self.dtype)
        stack: Array = np.stack([getattr(run, name) for run in self.runs], axis=-2)
        for replica, run in enumerate(self.runs):
            setattr(run, name, stack[..., replica, :])
        return stack

    def train(self, iterations: int) -> Array:
        """Take `iterations` steps; the batch loss of each, (iterations, R), before its update."""
        self._read_rates()
        shown = self.shape.sizes[0] + sum(layer.n for layer in self.network.dropouts)
        dealt = max(1, DEALT_NUMBERS // (len(self.runs) * self.shape.batch_size * shown))
        taken = []
        # A loss that overflows is noticed where it is read, not by a warning.
        with np.errstate(over="ignore", invalid="ignore"):
            for start in range(0, iterations, dealt):
                X, Y = self._deal(min(dealt, iterations - start))
                alpha = learning_rates(self.runs, start, len(X))
                chance = self._draw([run.chance for run in self.runs], len(X), self.shape.batch_size)
                Z = np.empty_like(Y)
                for index in range(len(X)):
                    if self.network.dropouts:
                        self.network.drop(chance[index])
                    Z[index] = self.step(X[index], Y[index], alpha[index])
                taken.append(np.add.reduce(self.loss.value(Z, Y), axis=-1) / self.shape.batch_size)
        losses = np.concatenate(taken)
        self._count(losses)
        return losses

    def step(self, X: Array, Y: Array, alpha: Array) -> Array:
        """One step with the learning rates alpha (R, 1) on the batches X (R, n, m) and Y (R, n_out, m).

        Returns Z[L] before it, (R, n_out, m).
        """
        Z = self.network.forward(X)
        self._backward(Z, Y)
        if self.shape.clips:
            clip(self.network.gradient, self.longest)
        self.optimizer.update(self.theta, self.network.gradient, alpha)
        for layer in self.network.normalizations:
            layer.follow()
        return Z

    def gradient(self, X: Array, Y: Array) -> Array:
        """The gradient of the objective, loss and penalty, on the batches X and Y, (R, P).

        Dropout leaves out whom it would in the next step if X were its batch; no generator moves by that.
        """
        self._read_rates()
        if self.network.dropouts:
            [chance] = self._draw(copy.deepcopy([run.chance for run in self.runs]), 1, X.shape[-1])
            self.network.drop(chance)
        self._backward(self.network.forward(X), Y)
        return self.network.gradient

    def _backward(self, Z: Array, Y: Array) -> None:
        self.network.backward(self.loss.gradient(Z, Y))
        if self.regularizer is not None:
            self.network.gradient += self.decay * self.regularizer.derivative(self.theta)

    def _read_rates(self) -> None:
        """Take the rates from the experiments, where they may have changed since the last step."""
        self.optimizer = optimizer_of(self.runs, self.slots, self.weights)
        if self.shape.clips:
            self.longest = column(self.runs, "optimizer", "clip_norm").astype(self.dtype)
        if self.regularizer is not None:
            rates = column(self.runs, "objective", "regularization_rate").astype(self.dtype)
            self.decay = rates * self.weights
        self._read_dropout()

    def _read_dropout(self) -> None:
        """Take dropout's rates from the experiments; the classic form needs them for every answer."""
        for layer in self.network.dropouts:
            rates = column(self.runs, "network", "dropout_rate").astype(self.dtype)
            layer.rate = rates[:, :, np.newaxis]

    def evaluate(self) -> list[Evaluation]:
        """Both losses and accuracies of every run, over its training and test sets: whole, or `Data.examined` samples.

        The losses are the data's alone, without the penalty, so that they can be compared between penalties.
        """
        self._read_dropout()
        with np.errstate(over="ignore", invalid="ignore"):
            train = self._score(
                [run.dataset.X_train for run in self.runs],
                [run.Y_train for run in self.runs],
                [run.dataset.labels_train for run in self.runs],
            )
            test = self._score(
                [run.dataset.X_test for run in self.runs],
                [run.Y_test for run in self.runs],
                [run.dataset.labels_test for run in self.runs],
            )
        evaluations = []
        for train_loss, train_accuracy, test_loss, test_accuracy in zip(*train, *test, strict=True):
            evaluations.append(Evaluation(train_loss, test_loss, train_accuracy, test_accuracy))
        for run, evaluation in zip(self.runs, evaluations, strict=True):
            run.evaluations.extend(
                np.array([run.step]), np.array([(evaluation.train_loss, evaluation.test_loss)], np.float32)
            )
        return evaluations

    def _score(
        self, X: list[Array | Images], Y: list[Array], labels: list[Array]
    ) -> tuple[list[float], list[float | None]]:
        """Mean loss and accuracy of each run; no accuracy (None) where the labels are not classes."""
        first = slice(self.shape.examined)
        stacked = np.stack([each[:, first] for each in Y])
        m = stacked.shape[-1]
        Z = self.network.predict(np.stack([each[:, first] for each in X]))
        # In float64, so that the sum of many large losses does not overflow before one of them does.
        losses = np.add.reduce(self.loss.value(Z, stacked), axis=-1, dtype=np.float64) / m
        if self.shape.problem == "regression":
            return losses.tolist(), [None] * len(self.runs)
        hits = np.add.reduce(answers(Z) == np.concatenate(labels)[:, first], axis=-1, dtype=np.int64)
        return losses.tolist(), (hits / m).tolist()

    def _deal(self, iterations: int) -> tuple[Array, Array]:
        """The coming batches of every run: X (iterations, R, n, m) and Y (iterations, R, n_out, m)."""
        m, n, n_out = self.shape.batch_size, self.shape.sizes[0], self.shape.sizes[-1]
        X = np.empty((iterations, len(self.runs), n, m), self.dtype)
        Y = np.empty((iterations, len(self.runs), n_out, m), self.dtype)
        for replica, run in enumerate(self.runs):
            samples = run.batches.deal(iterations * m)
            X[:, replica] = run.dataset.X_train[:, samples].reshape(n, iterations, m).swapaxes(0, 1)
            Y[:, replica] = run.Y_train[:, samples].reshape(n_out, iterations, m).swapaxes(0, 1)
        return X, Y

    def _draw(self, generators: list[np.random.Generator | None], iterations: int, m: int) -> Array:
        """What chance says in the coming steps to each unit that may be out, (iterations, R, units, m)."""
        units = sum(layer.n for layer in self.network.dropouts)
        chance = np.empty((iterations, len(self.runs), units, m), np.float32)
        for replica, generator in enumerate(generators):
            if generator is not None:
                chance[:, replica] = generator.random((iterations, units, m), dtype=np.float32)
        return chance

    def _count(self, losses: Array) -> None:
        """Note the steps that were taken in each run's counters and history."""
        iterations = len(losses)
        for run, taken in zip(self.runs, losses.T, strict=True):
            run.losses.extend(np.arange(run.step + 1, run.step + iterations + 1), taken[:, np.newaxis])
            run.step += iterations
            run.updates += iterations
            run.samples_seen += iterations * self.shape.batch_size

    def forward(self, X: Array) -> tuple[list[Array], Array]:
        """Every hidden layer's activations, each (R, n, m), and the prediction (R, n_out, m), for X (R or 1, n, m)."""
        Z = self.predict(X)
        with np.errstate(over="ignore", invalid="ignore"):
            return self.network.hidden(), self.loss.output.function(Z)

    def predict(self, X: Array) -> Array:
        """Z[L] (R, n_out, m) for X (R or 1, n, m), as the networks answer when they are used."""
        self._read_dropout()
        with np.errstate(over="ignore", invalid="ignore"):
            return self.network.predict(X)
