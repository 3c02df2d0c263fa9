"""The worked example against the step that is then taken, PyTorch's gradient, and the arithmetic that it stands for."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.array import FLOAT64
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.probes.worked_example import MOST_TERMS, Choice, WorkedExample, worked_example
from engine.run import Run

Changes = dict[str, dict[str, Any]]

NETWORKS: list[Changes] = [
    {},
    {"network": {"hidden": []}, "objective": {"loss": "cross_entropy"}},
    {"network": {"activations": ["prelu", "leaky_relu"], "normalization": "batch", "dropout": "inverted"}},
    {"network": {"activations": ["gelu", "elu"], "dropout": "classic"}, "training": {"batch_size": 1}},
    {"objective": {"loss": "hinge", "regularization": "l1", "regularization_rate": 0.01}},
    {"data": {"kind": "plane"}, "objective": {"regularization": "l2", "regularization_rate": 0.1}},
    {"data": {"kind": "blobs", "classes": 4}, "objective": {"loss": "softmax"}},
    {"data": {"kind": "spirals", "validation_share": 0.1}, "training": {"batch_size": 120}},
    {"network": {"hidden": []}, "objective": {"loss": "perceptron"}},
    {
        "data": {"kind": "blobs"},
        "network": {"dropout": "inverted", "dropout_rates": [0.1, 0.5]},
        "objective": {"loss": "softmax", "center_weight": 0.5},
    },
]
OPTIMIZERS: list[Changes] = [
    {"optimizer": {"kind": "gradient_descent", "schedule": "step", "period": 3}},
    {"optimizer": {"kind": "momentum", "clip_norm": 0.01}},
    {"optimizer": {"kind": "nesterov", "schedule": "exponential", "warmup": 2, "period": 9}},
    {"optimizer": {"kind": "adagrad", "schedule": "inverse_sqrt"}},
    {"optimizer": {"kind": "rmsprop", "learning_rate": 0.01, "schedule": "cosine"}},
    {"optimizer": {"kind": "adam", "learning_rate": 0.01, "clip_norm": 0.05, "warmup": 50}},
    {"optimizer": {"kind": "adamw", "learning_rate": 0.01, "weight_decay": 0.5}},
]


def trained(steps: int, *changes: Changes) -> Run:
    merged: Changes = {}
    for change in changes:
        for part, fields in change.items():
            merged[part] = {**merged.get(part, {}), **fields}
    run = Run(Experiment().changed(merged))
    if steps:
        Cohort([run]).train(steps)
    return run


def worked(run: Run, **choice: Any) -> WorkedExample:
    found = worked_example(run, Choice(**choice))
    assert found is not None
    return found


def column(found: WorkedExample, name: str) -> Any:
    return found.parameters[:, found.columns.index(name)]


def units(run: Run) -> list[tuple[int, int]]:
    return [(layer, unit) for layer, n in enumerate(run.experiment.plan.units[1:]) for unit in range(n)]


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_what_is_after_the_step_is_what_the_run_then_has(network: Changes, optimizer: Changes) -> None:
    run = trained(4, network, optimizer)
    state = run.checkpoint()
    examples = [worked(run, layer=layer, unit=unit) for layer, unit in units(run)]
    before = run.theta.copy()
    assert run.checkpoint().bookmark == state.bookmark and run.checkpoint().chance == state.chance
    [[loss]] = Cohort([run]).train(1)
    learned = np.zeros(len(before), bool)
    for found in examples:
        at = [int(np.flatnonzero(before == value)[0]) for value in column(found, "before")]
        for p, old, new in zip(at, column(found, "before"), column(found, "after"), strict=True):
            if (before == old).sum() == 1:
                assert run.theta[p] == new
                learned[p] = True
        assert found.rates["mean_loss"] == pytest.approx(float(loss), rel=1e-6)
        assert found.rates["updates"] == run.updates
        assert np.isfinite(found.rates["mean_loss_after"])
    singular = np.array([(before == value).sum() == 1 for value in before])
    if run.experiment.network.normalization == "none":
        assert learned[singular].all()


@settings(deadline=None, max_examples=40)
@given(st.data(), st.sampled_from(NETWORKS), st.sampled_from(OPTIMIZERS))
def test_every_formula_holds_for_its_numbers(
    data: st.DataObject, network: Changes, optimizer: Changes
) -> None:
    """As the page writes them: each sum is that of its terms, and each line follows from those above it."""
    run = trained(data.draw(st.integers(0, 5)), network, optimizer)
    layer, unit = data.draw(st.sampled_from(units(run)))
    nth = data.draw(st.integers(0, 5))
    found = worked(run, layer=layer, unit=unit, nth=nth, parameter=data.draw(st.integers(0, 8)))
    sizes, numbers, rates = run.experiment.plan.units, found.numbers, found.rates
    optimizer_of, objective = run.experiment.optimizer, run.experiment.objective
    weights = column(found, "before")[: sizes[layer]]

    def near(value: Any) -> Any:
        return pytest.approx(np.asarray(value, np.float64).tolist(), rel=2e-4, abs=2e-6)

    assert numbers["z"] == near(weights @ found.prev + numbers["b"])
    assert found.z[sum(sizes[1 : layer + 1]) + unit] == numbers["z"]
    loss, _, normalized, y, dA, dY, delta, read = found.terms.astype(np.float64).T
    nth = found.nth
    if "mean" in numbers:
        gamma, beta = column(found, "before")[sizes[layer] : sizes[layer] + 2]
        assert numbers["normalized"] == near(
            (numbers["z"] - numbers["mean"]) / np.sqrt(numbers["variance"] + 1e-5)
        )
        assert numbers["y"] == near(gamma * numbers["normalized"] + beta)
        dgamma, dbeta = column(found, "data")[sizes[layer] : sizes[layer] + 2]
        assert numbers["delta"] == near(
            gamma
            / np.sqrt(numbers["variance"] + 1e-5)
            * (numbers["dY"] - dbeta - numbers["normalized"] * dgamma)
        )
    if layer < len(sizes) - 2:
        assert numbers["d_passed"] == near(found.above[:, 0] @ found.above[:, 1])
        assert numbers["d_kept"] == near(numbers["d_passed"] * numbers.get("scale", 1))
        away = numbers["a"] - numbers["center"] if "center" in numbers else 0
        assert numbers["dA"] == near(numbers["d_kept"] + objective.center_weight * away)
        assert numbers["dY"] == near(numbers["dA"] * numbers["slope"])
        assert numbers["passed"] == near(numbers["a"] * numbers.get("scale", 1))
    if found.m <= MOST_TERMS:
        place = found.places[found.parameter]
        terms = {"W": delta * read, "b": delta, "γ": dY * normalized, "β": dY, "s": dA * np.minimum(y, 0)}
        assert column(found, "data")[found.parameter] == near(terms[place.letter].mean())
        assert rates["mean_loss"] == near(loss.mean())
    w, g = column(found, "before"), column(found, "data").astype(np.float64)
    is_weight = np.arange(len(w)) < sizes[layer]
    derivative = {"none": 0 * w, "l1": 0 * w, "l2": w}[objective.regularization]
    g = g + objective.regularization_rate * derivative * is_weight
    assert column(found, "gradient").tolist() == near(g)
    if 0 < optimizer_of.clip_norm < rates["norm"]:
        g = g * optimizer_of.clip_norm / rates["norm"]
    assert column(found, "clipped").tolist() == near(g)
    g = column(found, "clipped").astype(np.float64)
    kind, beta1, beta2 = optimizer_of.kind, optimizer_of.momentum, optimizer_of.beta2
    step = g
    if "v" in found.columns:
        share = 1 - beta1 if "adam" in kind else 1
        assert column(found, "v").tolist() == near(beta1 * column(found, "v_before") + share * g)
        step = column(found, "v") if kind == "momentum" else g + beta1 * column(found, "v")
    if "s" in found.columns:
        keep, share = (1, 1) if kind == "adagrad" else (beta2, 1 - beta2)
        assert column(found, "s").tolist() == near(keep * column(found, "s_before") + share * g * g)
        step = g / (np.sqrt(column(found, "s")) + optimizer_of.epsilon)
    if "v_hat" in found.columns:
        t = rates["updates"]
        assert column(found, "v_hat").tolist() == near(column(found, "v") / (1 - beta1**t))
        assert column(found, "s_hat").tolist() == near(column(found, "s") / (1 - beta2**t))
        step = column(found, "v_hat") / (np.sqrt(column(found, "s_hat")) + optimizer_of.epsilon)
    decay = optimizer_of.weight_decay * w * is_weight if kind == "adamw" else 0
    after = w - rates["alpha"] * (step + decay)
    if objective.regularization == "l1":
        assert column(found, "stepped").tolist() == near(after)
        pull, alpha = objective.regularization_rate * rates["alpha"] * is_weight, rates["alpha"]
        if kind in ("momentum", "nesterov"):
            pull = pull / (1 - beta1)
        elif kind != "gradient_descent":
            s = column(found, "s_hat" if "s_hat" in found.columns else "s").astype(np.float64)
            pull = np.minimum(pull / (np.sqrt(s) + optimizer_of.epsilon), alpha * np.maximum(1, np.abs(step)))
        assert column(found, "pull").tolist() == near(pull)
        stepped, pull = (column(found, name).astype(np.float64) for name in ("stepped", "pull"))
        after = np.sign(stepped) * np.maximum(np.abs(stepped) - pull, 0)
    assert column(found, "after").tolist() == near(after)


def test_both_losses_are_told_before_and_after_the_step_and_one_may_rise_while_the_other_falls() -> None:
    run = trained(30)
    rose = 0
    for nth in range(10):
        found = worked(run, nth=nth)
        X, Y = run.dataset.X_train[:, found.batch], run.Y_train[:, found.batch]
        twin = Run(run.experiment)
        twin.restore(run.checkpoint())
        cohort = Cohort([twin])
        before = cohort.loss.value(cohort.predict(X[np.newaxis]), Y[np.newaxis])[0]
        cohort.train(1)
        after = cohort.loss.value(cohort.predict(X[np.newaxis]), Y[np.newaxis])[0]
        rates = found.rates
        assert [found.loss, rates["loss_after"]] == pytest.approx([before[nth], after[nth]], rel=1e-5)
        assert [rates["mean_loss"], rates["mean_loss_after"]] == pytest.approx([before.mean(), after.mean()])
        assert rates["mean_loss_after"] < rates["mean_loss"]
        rose += rates["loss_after"] > found.loss
    assert 0 < rose < 10
    solved = worked(trained(0, {"optimizer": {"kind": "least_squares"}}))
    assert solved.rates["mean_loss_after"] < solved.rates["mean_loss"]


def test_least_squares_is_worked_out_as_the_weights_that_it_finds() -> None:
    run = trained(0, {"optimizer": {"kind": "least_squares"}})
    found = worked(run, layer=2)
    assert (found.kind, found.m, found.columns) == ("solve", 250, ["before", "after"])
    Cohort([run]).train(1)
    assert column(found, "after").tolist() == run.theta[-3:].tolist()
    assert worked(run, sample=3).kind == "use"


def test_the_sample_alone_is_worked_out_as_a_batch_of_one() -> None:
    run = trained(10, {"data": {"kind": "spirals"}, "objective": {"loss": "softmax"}})
    found = worked(run, sample=17, layer=1, unit=1, parameter=2)
    X, Y = run.dataset.X_train[:, 17:18], run.Y_train[:, 17:18]
    assert (found.kind, found.m, found.batch, found.sample) == ("alone", 1, [17], 17)
    assert found.inputs.tolist() == X[:, 0].tolist() and found.targets.tolist() == Y[:, 0].tolist()
    gradient = Cohort([run]).gradient(X[np.newaxis], Y[np.newaxis])[0]
    assert column(found, "data")[2] == gradient[12 + 4 + 2]  # W[1] (4, 2) and b[1], then row 1 of W[2] (2, 4)
    assert column(found, "data")[2] == pytest.approx(found.numbers["delta"] * found.prev[2])
    assert found.a[-3:].sum() == pytest.approx(1)
    assert found.loss == pytest.approx(-np.log(found.a[-3:][found.targets == 1][0]), rel=1e-5)


@pytest.mark.parametrize(
    ("changes", "sample"),
    [
        ({"data": {"validation_share": 0.2}}, 400),
        ({"data": {"validation_share": 0.2}}, 170),
        ({"network": {"dropout": "classic"}}, 300),
        ({"network": {"normalization": "batch"}}, 3),
    ],
)
def test_a_network_in_use_has_no_way_back(changes: Changes, sample: int) -> None:
    run = trained(30, changes)
    found = worked(run, sample=sample, layer=2)
    data = run.dataset
    X = np.concatenate([data.X_train, data.X_validation, data.X_test], axis=1)[:, sample : sample + 1]
    _, output = Cohort([run]).forward(X[np.newaxis])
    assert found.kind == "use" and found.a[-1] == output[0, 0, 0]
    assert found.columns == ["before"] and found.rates == {} and found.delta.size == 0


def test_what_the_network_does_not_have_is_its_last() -> None:
    found = worked(trained(0), nth=99, layer=50, unit=50, parameter=500)
    assert (found.nth, found.layer, found.unit, found.parameter) == (9, 2, 0, 2)
    assert [place.letter for place in found.places] == ["W", "W", "b"]
    assert worked(trained(0), sample=99_999).sample == 499


def test_numbers_that_overflow_are_not_worked_out() -> None:
    run = trained(0, {"data": {"kind": "plane"}, "network": {"activation": "relu"}})
    run.theta[:] = 1e15
    assert worked_example(run, Choice()) is None


def test_the_deltas_are_pytorchs_gradients() -> None:
    torch = pytest.importorskip("torch")
    changes: Changes = {
        "data": {"kind": "blobs"},
        "objective": {"loss": "softmax"},
        "training": {"batch_size": 7},
    }
    run = Run(Experiment().changed(changes), FLOAT64)
    Cohort([run]).train(20)
    found = worked(run, nth=3)
    a, zs, start = torch.tensor(found.inputs), [], 0
    for n_in, n_out in [(2, 4), (4, 2), (2, 3)]:
        W = torch.tensor(run.theta[start : start + n_in * n_out].reshape(n_out, n_in))
        b = torch.tensor(run.theta[start + n_in * n_out : start + n_in * n_out + n_out])
        start += n_in * n_out + n_out
        z = (W @ a + b).requires_grad_()
        z.retain_grad()
        zs.append(z)
        a = torch.tanh(z)
    loss = torch.nn.functional.cross_entropy(zs[-1][None], torch.tensor([int(found.targets.argmax())]))
    loss.backward()
    np.testing.assert_allclose(found.delta, torch.cat([z.grad for z in zs]), rtol=1e-10, atol=1e-12)
    assert found.loss == pytest.approx(float(loss.detach()), rel=1e-10)
