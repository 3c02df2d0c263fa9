"""The same step in other libraries, where they are installed, for the bench to compare with."""

import importlib
import importlib.util
from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.neural_network import MLPClassifier, MLPRegressor

from engine.experiment import Experiment
from engine.run import Run


def steps(experiment: Experiment) -> dict[str, Callable[[], Any]]:
    """One step of gradient descent on one batch, by the library's name."""
    found: dict[str, Callable[[], Any]] = {"scikit-learn": scikit_learn_step(experiment)}
    if importlib.util.find_spec("torch"):
        found["PyTorch"] = pytorch_step(experiment)
    return found


def scikit_learn_step(experiment: Experiment) -> Callable[[], Any]:
    run, m = Run(experiment), experiment.training.batch_size
    X = np.ascontiguousarray(run.dataset.X_train[:, :m].T)
    settings: dict[str, Any] = {
        "hidden_layer_sizes": experiment.network.hidden,
        "activation": experiment.network.activation,
        "solver": "sgd",
        "alpha": 0,
        "batch_size": m,
        "momentum": 0,
        "shuffle": False,
    }
    if experiment.objective.loss == "softmax":
        labels = run.dataset.labels_train[0, :m].astype(int)
        classifier = MLPClassifier(**settings).partial_fit(X, labels, classes=range(experiment.n_out))
        return lambda: classifier.partial_fit(X, labels)
    network = MLPRegressor(**settings)
    return lambda: network.partial_fit(X, run.Y_train[0, :m])


def pytorch_step(experiment: Experiment) -> Callable[[], Any]:
    torch: Any = importlib.import_module("torch")
    torch.set_num_threads(1)
    run, m = Run(experiment), experiment.training.batch_size
    X = torch.tensor(run.dataset.X_train[:, :m].T.copy())
    labels = torch.tensor(run.Y_train[:, :m].T.copy())
    function = torch.nn.ReLU if experiment.network.activation == "relu" else torch.nn.Tanh
    layers: list[Any] = []
    for n_in, n_out in zip(experiment.plan.units, experiment.plan.units[1:], strict=False):
        layers += [torch.nn.Linear(n_in, n_out), function()]
    is_softmax = experiment.objective.loss == "softmax"
    network = torch.nn.Sequential(*(layers[:-1] if is_softmax else layers))
    optimizer = torch.optim.SGD(network.parameters(), lr=experiment.optimizer.learning_rate)

    def error(output: Any, labels: Any) -> Any:
        if is_softmax:
            return torch.nn.functional.cross_entropy(output, labels)
        return 0.5 * torch.nn.functional.mse_loss(output, labels)

    def step() -> None:
        optimizer.zero_grad()
        loss = error(network(X), labels)
        loss.backward()
        optimizer.step()

    return step
