"""The worked example: one step of training with all its numbers, for a chosen sample, unit and parameter.

It is the step that the run takes next, or what a step on the one sample alone would be. All of it is computed by the
layers, the loss and the optimiser themselves, on a copy of the run; the run does not move.
"""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine import dealing
from engine.array import Array
from engine.cohort import Cohort
from engine.layers.stages import leaves
from engine.losses.each_step import EachStep
from engine.methods.optimizers import Adam
from engine.places import Place, place_of
from engine.probes.stages import is_told, trained, used
from engine.probes.unit import numbers_of, parameters_of, terms_of, weights_above
from engine.rates import learning_rates
from engine.regularizers import truncate
from engine.run import Run

MOST_TERMS = 100
"""The most samples of a batch that are listed."""

SLOTS = {"momentum": "v", "nesterov": "v", "adagrad": "s", "rmsprop": "s", "adam": "vs", "adamw": "vs"}
"""The names of the optimisers' slots."""

Kind = Literal["batch", "alone", "use", "solve"]


class Choice(NamedTuple):
    """The sample, layer and unit to work out, each from 0. A number beyond the last one stands for the last one."""

    sample: int | None = None
    """Any sample by its number, training samples first, as a batch of its own; None: the batch that comes next."""
    nth: int = 0
    """The sample of that batch."""
    layer: int = 0
    """0 is A[1]."""
    unit: int = 0
    parameter: int = 0
    """An index into the unit's parameters: its weights, its bias, and others."""


class AnswerOf(NamedTuple):
    """A head, whose sums, answers and targets follow those of the heads before it."""

    loss: str
    function: str
    """The output function, where the loss leaves the choice."""
    weight: float
    units: int
    value: float
    """The loss of the sample, before it is weighted."""
    steps: int
    """The steps of a sequence that are answered, each with the same outputs; 0: there is one answer."""


class WorkedExample(NamedTuple):
    """All numbers of a step for one sample, one unit and one parameter; before the step, unless stated otherwise."""

    step: int
    """The number of steps taken."""
    kind: Kind
    """`use`: the network answers and does not train, as for a test sample, or for one sample alone where batch
    normalisation needs more; then there is no way back, and no update. `solve`: a solver finds the best output
    weights for the batch, and there is an update, but no way back."""
    sample: int
    nth: int
    batch: list[int]
    """The first samples of the batch, `MOST_TERMS` at most."""
    m: int
    """The size of the batch."""
    layer: int
    unit: int
    parameter: int
    loss: float
    """The loss of this sample."""
    heads: list[AnswerOf]
    """The output alone."""
    numbers: dict[str, float]
    """The unit's numbers, as far as it has them: b (learned or not), z, the batch's `mean` and `variance` and
    `normalized`, y (after normalisation), a, `kept` (1 or 0) and `scale` of dropout, `passed`, and on the way back
    `d_passed`, `d_kept`, `center` (of the sample's class), `dA`, `slope`, `dY`, `delta`."""
    places: list[Place]
    """The places of the unit's parameters."""
    columns: list[str]
    """The names of the columns of `parameters`."""
    rates: dict[str, float]
    """`alpha` of this step, `updates` (its number t), the `norm` of the gradient before it was clipped, the batch's
    `mean_loss` before the step and `mean_loss_after`, and this sample's `loss_after`, for the same units dropped."""
    inputs: Array
    """(n,), the sample as the network sees it."""
    z: Array
    """(U,), every unit's sum, layer by layer, the output last; y, a, `passed` and delta are the same."""
    y: Array
    a: Array
    passed: Array
    delta: Array
    targets: Array
    """(n_L,), the targets of A[L] in the loss."""
    prev: Array
    """(n_prev,), the inputs of the unit's weights."""
    above: Array
    """(n_next, 2), the weights of the next layer for this unit, and the deltas there."""
    parameters: Array
    """(K, columns): the value `before`, the `data`'s gradient, the `gradient` with the penalty, as `clipped`, each slot
    before and after the step (v_before, v), v_hat and s_hat, and the value `after`. With L1, which is no part of the
    gradient, the value `stepped` to which the optimiser leads, and how far the penalty's `pull` then leads back."""
    terms: Array
    """(samples listed, 8): for each its loss, and for the unit z, normalized, y, dA, dY, delta and the input of the
    chosen parameter's weight, or 1."""


def worked_example(run: Run, choice: Choice) -> WorkedExample | None:
    """A run's next step with its numbers; None where they are too large, or where the network has layers that are not
    in the course."""
    if not is_told(run.experiment.plan.layers):
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        found = work_out(run, choice)
    numbers = np.array([*found.numbers.values(), *found.rates.values(), found.loss])
    arrays = [numbers, *(field for field in found if isinstance(field, np.ndarray))]
    return found if all(np.isfinite(array).all() for array in arrays) else None


def work_out(run: Run, choice: Choice) -> WorkedExample:
    """The same, without a check of the numbers."""
    twin = Run(run.experiment, run.dtype)
    twin.restore(run.checkpoint())
    cohort = Cohort([twin])
    batch, nth, kind = chosen(twin, choice)
    X, Y = samples_of(twin, batch, kind)
    columns = {"before": cohort.theta[0].copy()}
    if kind in ("use", "solve"):
        cohort.predict(X[np.newaxis])  # Reads dropout's rates.
        found = used(cohort.network, cohort.loss, X)
    else:
        # This also draws the dropped units, which stay dropped in all that follows.
        gradient = cohort.descent(X[np.newaxis], Y[np.newaxis])[0].copy()
        found = trained(cohort.network, cohort.loss, X, Y)
        columns |= {"data": cohort.network.gradient[0] / X.shape[1], "gradient": gradient}
    losses = cohort.loss.value(found[-1].Z[np.newaxis], Y[np.newaxis])[0]
    layer = min(choice.layer, len(found) - 1)
    unit = min(choice.unit, len(found[layer].Z) - 1)
    stage = found[layer]
    belonging = parameters_of(cohort.network, stage, unit)
    parameter = min(choice.parameter, len(belonging) - 1)
    numbers = numbers_of(stage, unit, nth)
    above = weights_above(found[layer + 1 : layer + 2], unit, nth)
    terms = terms_of(stage, unit, parameter, losses)[:MOST_TERMS]
    rates: dict[str, float] = {}
    if kind != "use":  # From here on, the layers hold the values after the step.
        rates = take_step(cohort, X, Y, columns)
        rates |= losses_by_step(cohort, X, Y, losses, nth)
    return WorkedExample(
        step=run.step,
        kind=kind,
        sample=int(batch[nth]),
        nth=nth,
        batch=batch[:MOST_TERMS].tolist(),
        m=len(batch),
        layer=layer,
        unit=unit,
        parameter=parameter,
        loss=float(losses[nth]),
        heads=answers_of(twin, found[-1].Z[:, nth : nth + 1], Y[:, nth : nth + 1]),
        numbers=numbers,
        places=[place_of(run.experiment, p) for p in belonging.tolist()],
        columns=list(columns),
        rates=rates,
        inputs=X[:, nth],
        z=np.concatenate([each.Z[:, nth] for each in found]),
        y=np.concatenate([each.Y[:, nth] for each in found]),
        a=np.concatenate([each.A[:, nth] for each in found]),
        passed=np.concatenate([each.passed[:, nth] for each in found]),
        delta=np.concatenate([X[:0, nth], *(each.dZ[:, nth] for each in found if each.dZ is not None)]),
        targets=Y[:, nth],
        prev=stage.A_prev[:, nth],
        above=above,
        parameters=np.stack([values[belonging] for values in columns.values()], axis=-1),
        terms=terms,
    )


def chosen(run: Run, choice: Choice) -> tuple[NDArray[np.intp], int, Kind]:
    """The batch, the sample's place in it, and what is to be worked out. The run's stream of batches moves on."""
    experiment = run.experiment
    descends, m = experiment.descends, experiment.batch_size
    if choice.sample is None:
        batch = run.method.deal(run.batches, m)
        return batch, min(choice.nth, m - 1, MOST_TERMS - 1), "batch" if descends else "solve"
    sets = run.dataset.X_train, run.dataset.X_validation, run.dataset.X_test
    n_train, *others = (X.shape[1] for X in sets)
    sample = min(choice.sample, n_train + sum(others) - 1)
    normalizes = any(layer.role == "normalization" for layer in leaves(experiment.plan.layers))
    learns = sample < n_train and not normalizes and descends
    return np.array([sample]), 0, "alone" if learns else "use"


def answers_of(run: Run, Z: Array, Y: Array) -> list[AnswerOf]:
    """The heads of a run for one sample, with its sums and targets of all heads, (n, 1)."""
    return [
        AnswerOf(
            described.loss,
            described.function,
            head.weight,
            described.units,
            float(head.loss.value(Z[np.newaxis, head.rows], Y[np.newaxis, head.rows])[0, 0]),
            run.experiment.data.answered_steps if isinstance(head.loss, EachStep) else 0,
        )
        for described, head in zip(run.experiment.heads, run.heads, strict=True)
    ]


def samples_of(run: Run, batch: NDArray[np.intp], kind: Kind) -> tuple[Array, Array]:
    """The samples of a batch and their targets, X (n, m) and Y (k, m), as a step sees them."""
    if kind == "batch":
        return dealing.batch(run, batch, len(batch))
    data = run.dataset
    X = columns_of([data.X_train, data.X_validation, data.X_test], batch)
    return X, columns_of([run.Y_train, run.Y_validation, run.Y_test], batch)


def columns_of(sets: list[Array], batch: NDArray[np.intp]) -> Array:
    """The samples of a batch from one of the sets, laid out as a step finds them, so that it rounds the same."""
    first, *rest = sets
    if rest and batch[0] >= first.shape[1]:
        return columns_of(rest, batch - first.shape[1])
    return np.ascontiguousarray(first[:, batch])


def losses_by_step(cohort: Cohort, X: Array, Y: Array, losses: Array, nth: int) -> dict[str, float]:
    """The losses of the batch (m,) and of its sample `nth`, before the step that was taken and after it."""
    after = cohort.loss.value(cohort.network.forward(X[np.newaxis]), Y[np.newaxis])
    return {
        "mean_loss": float(losses.mean()),
        "mean_loss_after": float(after.mean()),
        "loss_after": float(after[0, nth]),
    }


def take_step(cohort: Cohort, X: Array, Y: Array, columns: dict[str, Array]) -> dict[str, float]:
    """Step the copy, and fill in the columns of its parameters; the rates of the step."""
    [twin] = cohort.runs
    cohort.read_rates()
    letters = SLOTS.get(cohort.shape.optimizer, "")
    slots = zip(letters, cohort.slots[:, 0], strict=True)
    remembered = {letter: (slot.copy(), slot) for letter, slot in slots}
    [alpha] = learning_rates(cohort.runs, 0, 1)
    cohort.follow(X[np.newaxis], Y[np.newaxis], alpha)
    if not cohort.method.descends:
        columns["after"] = cohort.theta[0]
        return {}
    columns["clipped"] = cohort.network.gradient[0]
    for letter, (before, after) in remembered.items():
        columns |= {f"{letter}_before": before, letter: after}
    if isinstance(cohort.method, Adam):
        v_hat, s_hat = cohort.method.corrected()
        columns |= {"v_hat": v_hat[0], "s_hat": s_hat[0]}
    if cohort.truncates:
        pull = cohort.pull(alpha)
        columns |= {"stepped": cohort.theta[0].copy(), "pull": pull[0]}
        truncate(cohort.theta, pull)
    columns["after"] = cohort.theta[0]
    return {
        "alpha": float(alpha[0, 0]),
        "updates": float(twin.updates + 1),
        "norm": float(np.linalg.norm(columns["gradient"])),
    }
