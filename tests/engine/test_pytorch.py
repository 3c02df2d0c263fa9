"""Fifty steps of a run are fifty steps of PyTorch, from the same weights and on the same batches."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engine.array import FLOAT32, FLOAT64, Array, Precision
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.run import Run

torch = pytest.importorskip("torch")
nn, optim = torch.nn, torch.optim
schedules = optim.lr_scheduler

STEPS = 50
Changes = dict[str, dict[str, Any]]

ACTIVATIONS: dict[str, Callable[[int], Any]] = {
    "linear": lambda n: nn.Identity(),
    "sigmoid": lambda n: nn.Sigmoid(),
    "tanh": lambda n: nn.Tanh(),
    "relu": lambda n: nn.ReLU(),
    "leaky_relu": lambda n: nn.LeakyReLU(0.2),
    "prelu": lambda n: nn.PReLU(n, init=0.2),
    "elu": lambda n: nn.ELU(),
    "softplus": lambda n: nn.Softplus(threshold=100),
    "silu": lambda n: nn.SiLU(),
    "gelu": lambda n: nn.GELU(approximate="tanh"),
}

OPTIMIZERS: dict[str, Callable[[Any, Any], Any]] = {
    "gradient_descent": lambda w, o: optim.SGD(w, o.learning_rate),
    "momentum": lambda w, o: optim.SGD(w, o.learning_rate, momentum=o.momentum),
    "nesterov": lambda w, o: optim.SGD(w, o.learning_rate, momentum=o.momentum, nesterov=True),
    "adagrad": lambda w, o: optim.Adagrad(w, o.learning_rate, eps=o.epsilon),
    "rmsprop": lambda w, o: optim.RMSprop(w, o.learning_rate, alpha=o.beta2, eps=o.epsilon),
    "adam": lambda w, o: optim.Adam(w, o.learning_rate, betas=(o.momentum, o.beta2), eps=o.epsilon),
    "adamw": lambda w, o: optim.AdamW(w, o.learning_rate, betas=(o.momentum, o.beta2), eps=o.epsilon),
}

SCHEDULES: dict[str, Callable[[Any, Any], Any]] = {
    "constant": lambda optimizer, o: schedules.ConstantLR(optimizer, 1),
    "step": lambda optimizer, o: schedules.StepLR(optimizer, o.period, o.decay),
    "exponential": lambda optimizer, o: schedules.ExponentialLR(optimizer, o.decay ** (1 / o.period)),
    "inverse_sqrt": lambda optimizer, o: schedules.LambdaLR(optimizer, lambda t: (t + 1) ** -0.5),
    "cosine": lambda optimizer, o: schedules.CosineAnnealingLR(optimizer, o.period),
}

LOSSES: dict[str, Callable[[Any, Any], Any]] = {
    "squared_error": lambda Z, Y: 0.5 * ((torch.tanh(Z) - Y) ** 2).sum(1).mean(),
    "cross_entropy": lambda Z, Y: nn.functional.binary_cross_entropy_with_logits(Z, Y),
    "softmax": lambda Z, Y: nn.functional.cross_entropy(Z, Y),
    "hinge": lambda Z, Y: nn.functional.hinge_embedding_loss(Y * Z, -torch.ones_like(Y)),
}


def truncate(w: Any, rate: float, alpha: float, settings: Any, state: Any) -> None:
    """T1 of Langford et al. (2009), page 783, without a bound, in the measure of the optimiser's own steps."""
    pull = rate * alpha
    if settings.kind in ("momentum", "nesterov"):
        pull = pull / (1 - settings.momentum)
    elif settings.kind != "gradient_descent":
        squares = {"adagrad": "sum", "rmsprop": "square_avg"}.get(settings.kind, "exp_avg_sq")
        bias = 1 - settings.beta2 ** state["step"].item() if squares == "exp_avg_sq" else 1
        root = (state[squares] / bias).sqrt() + settings.epsilon
        top = w.grad
        if squares == "exp_avg_sq":
            top = state["exp_avg"] / (1 - settings.momentum ** state["step"].item())
        pull = torch.minimum(rate * alpha / root, alpha * (top.abs() / root).clamp(min=1))
    w.data.copy_(torch.where(w > 0, (w - pull).clamp(min=0), (w + pull).clamp(max=0)))


class Twin:
    """A run's network in PyTorch, with its present weights."""

    def __init__(self, run: Run) -> None:
        self.experiment = run.experiment
        network, sizes = run.experiment.network, run.experiment.plan.units
        parts: list[Any] = []
        for (n_in, n_out), activation in itertools.zip_longest(
            itertools.pairwise(sizes), network.activation_of_layers
        ):
            parts.append(nn.Linear(n_in, n_out))
            if activation is not None:
                if network.normalization == "batch":
                    parts[-1].bias.requires_grad_(False)  # Its gradient is 0, but for what rounding leaves.
                    parts.append(nn.BatchNorm1d(n_out))
                parts.append(ACTIVATIONS[activation](n_out))
        self.model = nn.Sequential(*parts).to(torch.float64 if run.dtype == FLOAT64 else torch.float32)
        nn.utils.vector_to_parameters(torch.tensor(run.theta), self.parameters())
        self.centers = torch.zeros(
            run.experiment.has_centers * sizes[-1], sizes[-2], dtype=next(self.model.parameters()).dtype
        )

    def parameters(self) -> list[Any]:
        """In the order of theta: dense layers first, then the others."""
        dense = [each for part in self.model if isinstance(part, nn.Linear) for each in part.parameters()]
        others = [
            each for part in self.model if not isinstance(part, nn.Linear) for each in part.parameters()
        ]
        return dense + others

    def theta(self) -> Array:
        return nn.utils.parameters_to_vector(self.parameters()).detach().numpy()  # type: ignore[no-any-return]

    def statistics(self) -> Array:
        norms = [part for part in self.model if isinstance(part, nn.BatchNorm1d)]
        learned = [each.numpy() for part in norms for each in (part.running_mean, part.running_var)]
        return np.concatenate([*learned, self.centers.numpy().ravel()])

    def center_loss(self, A: Any, labels: Any, objective: Any) -> Any:
        """Wen et al. (2016), equations 2 and 4, class by class; the centres have moved when it returns."""
        loss = 0.5 * objective.center_weight * ((A - self.centers[labels]) ** 2).sum(1).mean()
        after = self.centers.clone()
        for j, center in enumerate(self.centers):
            own = A[labels == j].detach()
            after[j] -= objective.center_rate * (center - own).sum(0) / (1 + len(own))
        self.centers = after
        return loss

    def train(self, X: Any, Y: Any, batches: list[Any]) -> list[float]:
        """The loss of each step, before its update. X (samples, n) and Y (samples, 1)."""
        settings, objective = self.experiment.optimizer, self.experiment.objective
        weights = [part.weight for part in self.model if isinstance(part, nn.Linear)]
        others = [each for each in self.parameters() if all(each is not weight for weight in weights)]
        optimizer = OPTIMIZERS[settings.kind]([{"params": weights}, {"params": others}], settings)
        has_l1 = objective.regularization == "l1"
        l2 = 0 if has_l1 else objective.regularization_rate
        decays = settings.weight_decay if settings.kind == "adamw" else l2
        optimizer.param_groups[0]["weight_decay"] = decays
        optimizer.param_groups[1]["weight_decay"] = 0
        schedule = SCHEDULES[settings.schedule](optimizer, settings)
        if settings.warmup:
            rising = schedules.LinearLR(optimizer, 1 / settings.warmup, total_iters=settings.warmup - 1)
            schedule = schedules.SequentialLR(optimizer, [rising, schedule], [settings.warmup])
        losses = []
        self.model.train()
        for samples in batches:
            A = self.model[:-1](X[samples])
            loss = LOSSES[objective.loss](self.model[-1](A), Y[samples])
            losses.append(loss.item())
            if objective.center_weight:
                loss = loss + self.center_loss(A, Y[samples].argmax(1), objective)
            optimizer.zero_grad()
            loss.backward()
            if settings.clip_norm:
                nn.utils.clip_grad_norm_(self.parameters(), settings.clip_norm)
            optimizer.step()
            if has_l1:
                for weight in weights:
                    alpha = optimizer.param_groups[0]["lr"]
                    state = optimizer.state[weight]
                    truncate(weight, objective.regularization_rate, alpha, settings, state)
            schedule.step()
        return losses


CASES: list[Changes] = [
    *({"network": {"activation": activation, "slope": 0.2}} for activation in ACTIVATIONS),
    *({"optimizer": {"kind": kind, "learning_rate": 0.01, "beta2": 0.99}} for kind in OPTIMIZERS),
    *(
        {"optimizer": {"schedule": schedule, "period": 20 if schedule != "cosine" else 50}}
        for schedule in SCHEDULES
    ),
    *({"optimizer": {"schedule": schedule, "period": 40, "warmup": 12}} for schedule in SCHEDULES),
    *({"objective": {"loss": loss}} for loss in LOSSES),
    {"objective": {"loss": "softmax"}, "data": {"kind": "spirals", "classes": 5}},
    {"objective": {"loss": "softmax", "center_weight": 0.3}},
    {
        "objective": {"loss": "softmax", "center_weight": 0.1, "center_rate": 0.9},
        "network": {"normalization": "batch", "activation": "sigmoid"},
        "data": {"kind": "blobs", "classes": 4},
    },
    {"objective": {"regularization": "l2", "regularization_rate": 0.1}},
    {
        "optimizer": {"kind": "momentum", "learning_rate": 0.02},
        "objective": {"regularization": "l2", "regularization_rate": 0.1},
    },
    *(
        {
            "optimizer": {"kind": kind, "learning_rate": 0.02, "beta2": 0.99, "momentum": 0.8},
            "objective": {"regularization": "l1", "regularization_rate": 0.05},
        }
        for kind in OPTIMIZERS
    ),
    {
        "optimizer": {"clip_norm": 0.05, "schedule": "step", "period": 20},
        "objective": {"regularization": "l1", "regularization_rate": 0.02},
    },
    {"optimizer": {"kind": "adamw", "learning_rate": 0.02, "weight_decay": 0.5}},
    {"optimizer": {"clip_norm": 0.05}},
    {"optimizer": {"clip_norm": 0.2, "kind": "nesterov", "momentum": 0.5}},
    {"network": {"normalization": "batch"}},
    {
        "network": {"normalization": "batch", "activations": ["prelu", "silu"], "slope": 0.2},
        "optimizer": {"kind": "adam", "learning_rate": 0.01},
    },
]


@pytest.mark.parametrize(
    ("dtype", "tolerance"), [(FLOAT64, 1e-10), (FLOAT32, 1e-5)], ids=["float64", "float32"]
)
@pytest.mark.parametrize("changes", CASES, ids=str)
def test_fifty_steps(changes: Changes, dtype: Precision, tolerance: float) -> None:
    base = Experiment().changed(
        {"network": {"hidden": [6, 4], "bias": 0.1}, "data": {"kind": "xor", "noise": 10}}
    )
    run = Run(base.changed(changes), dtype)
    m = run.experiment.training.batch_size
    twin = Twin(run)
    batches = [Run(run.experiment, dtype).batches.deal(STEPS * m)[i * m : (i + 1) * m] for i in range(STEPS)]
    expected = twin.train(torch.tensor(run.dataset.X_train.T), torch.tensor(run.Y_train.T), batches)

    cohort = Cohort([run])
    losses = cohort.train(STEPS)[:, 0]
    np.testing.assert_allclose(losses, expected, rtol=tolerance, atol=tolerance)
    np.testing.assert_allclose(run.theta, twin.theta(), rtol=tolerance, atol=tolerance)
    if run.statistics.size:
        np.testing.assert_allclose(run.statistics, twin.statistics(), rtol=tolerance, atol=tolerance)

    # And the network in use, which batch normalisation tells from the one in training.
    twin.model.eval()
    [evaluation] = cohort.evaluate()
    with torch.no_grad():
        Z = twin.model(torch.tensor(run.dataset.X_test.T))
        loss = LOSSES[run.experiment.objective.loss](Z, torch.tensor(run.Y_test.T)).item()
    assert evaluation.test_loss == pytest.approx(loss, rel=tolerance, abs=tolerance)
