"""Diagnosis: what the insides of the layers and the losses say about a training, in words, each by a rule.

| finding             | rule                                                                                          |
|---------------------|-----------------------------------------------------------------------------------------------|
| vanishing gradients | a weight's gradient, as the root of the mean square of dW, is in the first layer that learns  |
|                     | less than 1/STEEP of the output's (Glorot and Bengio 2010, section 4.2, compare layers so)    |
| exploding gradients | it is there more than STEEP times the output's (Pascanu, Mikolov and Bengio 2013)             |
| dead units          | a share of DEAD of a layer's units is 0 for every sample: "as much as 40 %" is the warning of |
|                     | CS231n's notes on ReLU                                                                        |
| saturated units     | more than half of a layer's outputs lie on the flat ends, while the fit is not good           |
| saturated output    | so do more than half of the wrong answers, where the loss flows back through g'(Z): a learning |
|                     | slowdown (Nielsen 2015, chapter 3)                                                             |
| identical units     | all units of a hidden layer have the same weights and the same gradient: they compute the     |
|                     | same for ever (Goodfellow, Bengio and Courville 2016, section 8.4)                             |
| penalty too strong  | under a penalty, ‖W‖ is less than 1/STEEP of what Xavier initialisation would draw; as long as |
|                     | that holds, gradients and steps are not judged                                                |
| step too large      | ‖ΔW‖ / ‖W‖ of all weights together is above LARGE, and the step would raise the loss: CS231n's |
|                     | notes call 0.001 healthy, but weights that begin near 0 have to grow                          |
| step too small      | it is below SMALL, while the fit is not good and there is a gradient to follow: ‖dW‖ / ‖W‖, as |
|                     | far as clipping lets it through, is above SLOPE. Elsewhere no learning rate would help        |
| overfitting         | the loss on data that are kept out is GAP of the training loss or more, and has risen by      |
|                     | RISEN over its lowest value: Prechelt's generalisation loss (1998, "Early stopping, but when?")|

A fit is good where FIT of the training samples are right or, for a regression, where the training loss has fallen below
a quarter of the first one. STEEP, LARGE and SMALL are two powers of ten from what is usual: a rule should be silent
where a training goes well. The CS231n notes are at cs231n.github.io (neural networks, parts 1 and 3).
"""

from collections.abc import Sequence
from math import inf, prod, sqrt
from typing import Any, NamedTuple

import numpy as np

from engine.activations import ACTIVATIONS
from engine.array import Array
from engine.evaluation import Evaluation
from engine.fault import sentence
from engine.layers.stages import weighted
from engine.probes.layers import Inside
from engine.run import Run

STEEP = 100
DEAD = 0.4
SATURATED = 0.5
SMALL = 1e-5
SLOPE = 1e-3
GAP, RISEN = 1.5, 0.1
FIT, LEFT = 0.9, 0.25
LEAST = 0.05
"""A loss below this share of the first one is too small to speak of overfitting."""
LARGEST_WHOLE = 2**53


class Symptom(NamedTuple):
    """A symptom, and an advice: English sentences, the keys of their translations."""

    text: str
    advice: str
    values: dict[str, Any]


def diagnosis(run: Run, layers: Inside, replica: int, evaluation: Evaluation) -> list[Symptom]:
    """All findings for one run of the cohort in which `layers` were measured."""
    W, dW, change = layers.norms[replica].astype(float).T
    dead, saturated = layers.shares[replica].T
    is_good = fits(run, evaluation)
    dies = bool(np.any(dead >= DEAD))
    overshoots = bool(layers.overshoots[replica])
    findings = [
        *(dead_units(layer, share) for layer, share in enumerate(dead, start=1) if share >= DEAD),
        *(
            saturated_units(layer, share)
            for layer, share in enumerate(saturated, start=1)
            if share > SATURATED and not is_good
        ),
        *saturated_output(layers.stuck[replica], is_good=is_good),
    ]
    pressed = penalty(run, W)
    if not pressed:
        findings += identical_units(layers.alike[replica])
        if run.experiment.descends:
            findings += steepness(run, dW)
            findings += pace(run, W, dW, change, overshoots=overshoots, is_good=is_good or dies)
    return [*pressed, *findings, *overfitting(run, evaluation)]


def usual_size(run: Run) -> float:
    """‖W‖ of all weights together, as Xavier initialisation would draw them."""
    squares = 0.0
    for layer in weighted(run.experiment.plan.layers):
        parameter = layer.parameters[0]
        count, n_out = prod(parameter.shape), parameter.shape[parameter.units]
        squares += 2 * count / (n_out + count / n_out)
    return sqrt(squares)


def penalty(run: Run, W: Array) -> list[Symptom]:
    """Whether a penalty has pulled weights to 0 that did not begin there."""
    objective, network = run.experiment.objective, run.experiment.network
    begins_at_0 = network.initializer == "zeros" or network.weights is not None
    is_pressed = objective.regularization != "none" and objective.regularization_rate > 0
    if begins_at_0 or not is_pressed or np.linalg.norm(W) >= usual_size(run) / STEEP:
        return []
    return [
        Symptom(
            sentence("The penalty is too strong: it has pulled all weights close to 0."),
            sentence("Try a regularisation rate that is 10 times smaller, and reset."),
            {},
        )
    ]


def steepness(run: Run, dW: Array) -> list[Symptom]:
    """Whether gradients vanish or explode between the output and the first layer that learns."""
    weights = weighted(run.experiment.plan.layers)
    sizes = [
        float(norm) / prod(layer.parameters[0].shape) ** 0.5 for layer, norm in zip(weights, dW, strict=True)
    ]
    first = next((number for number, layer in enumerate(weights) if not layer.is_frozen), len(sizes) - 1)
    if first == len(sizes) - 1 or not (sizes[first] > 0 and sizes[-1] > 0):
        return []
    ratio = sizes[-1] / sizes[first]
    if ratio > STEEP:
        text = sentence(
            "Vanishing gradients: the gradient of a weight is {times} times smaller in layer {layer} than at the "
            "output."
        )
        advice = sentence(
            "Try ReLU in place of sigmoid, He or Xavier initialisation, batch normalisation, or fewer layers."
        )
    elif 1 / ratio > STEEP:
        text = sentence(
            "Exploding gradients: the gradient of a weight is {times} times larger in layer {layer} than at the "
            "output."
        )
        advice = sentence(
            "Try smaller initial weights, a limit for the gradient's norm, or batch normalisation."
        )
    else:
        return []
    return [Symptom(text, advice, {"times": two_digits(max(ratio, 1 / ratio)), "layer": first + 1})]


def dead_units(layer: int, share: float) -> Symptom:
    return Symptom(
        sentence("Dead units: {percent} % of the units of layer {layer} output 0 for every sample."),
        sentence("Try a smaller learning rate, leaky ReLU, or He initialisation, and reset."),
        {"percent": round(100 * float(share)), "layer": layer},
    )


def saturated_units(layer: int, share: float) -> Symptom:
    return Symptom(
        sentence("Saturated units: {percent} % of the outputs of layer {layer} lie on the flat ends."),
        sentence(
            "Try smaller initial weights, a smaller learning rate, standardised features, or ReLU, and reset."
        ),
        {"percent": round(100 * float(share)), "layer": layer},
    )


def saturated_output(share: float, *, is_good: bool) -> list[Symptom]:
    """Whether wrong answers change slowly because the output function is flat there."""
    if share <= SATURATED or is_good:
        return []
    return [
        Symptom(
            sentence(
                "Saturated output: {percent} % of the wrong answers lie on the flat ends, where the squared error "
                "learns slowly."
            ),
            sentence("Try cross-entropy, smaller initial weights, or a smaller learning rate, and reset."),
            {"percent": round(100 * float(share))},
        )
    ]


def identical_units(alike: Sequence[bool]) -> list[Symptom]:
    """Whether units begin alike, and stay so."""
    return [
        Symptom(
            sentence(
                "Identical units: all units of layer {layer} have the same weights and the same gradient, so they "
                "stay identical."
            ),
            sentence("Try initial weights that are drawn at random, and reset."),
            {"layer": layer},
        )
        for layer, is_alike in enumerate(alike, start=1)
        if is_alike
    ]


def pace(run: Run, W: Array, dW: Array, change: Array, *, overshoots: bool, is_good: bool) -> list[Symptom]:
    """Whether the next step is too large for the weights, or too small to get anywhere."""
    # An output that is a step has no slope, and its rule teaches alike at any learning rate.
    if run.loss.output is ACTIVATIONS["step"] or not np.any(W > 0):
        return []
    size, slope, step = (float(np.linalg.norm(each)) for each in (W, dW, change))
    if overshoots:
        return [
            Symptom(
                sentence(
                    "The learning rate is too high: the next step changes the weights by {percent} % of their size, "
                    "and raises the loss."
                ),
                sentence("Try a learning rate that is 3 to 10 times smaller."),
                {"percent": two_digits(100 * step / size)},
            )
        ]
    optimizer = run.experiment.optimizer
    if step < SMALL * size and not is_good and min(slope, optimizer.clip_norm or inf) > SLOPE * size:
        return [
            Symptom(
                sentence(
                    "The learning rate is too low: the next step changes the weights by {millionths} millionths of "
                    "their size."
                ),
                sentence("Try a learning rate that is 10 times larger, or Adam.")
                if optimizer.schedule == "constant"
                else sentence("Try a schedule with a longer period, or a constant learning rate."),
                {"millionths": two_digits(1e6 * step / size)},
            )
        ]
    return []


def fits(run: Run, evaluation: Evaluation) -> bool:
    """Whether the training samples are fitted well."""
    if evaluation.train_accuracy is not None:
        return evaluation.train_accuracy >= FIT
    first = run.evaluations.values[:1, 0]
    return bool(len(first)) and evaluation.train_loss <= LEFT * float(first[0])


def overfitting(run: Run, evaluation: Evaluation) -> list[Symptom]:
    """Whether the loss on the validation set, or else on the test set, rises above the training loss."""
    past = run.evaluations.values
    if run.experiment.data.is_table or len(past) < 2:
        return []
    kept_out = evaluation.test_loss if evaluation.validation_loss is None else evaluation.validation_loss
    first, lowest = float(past[0, -1]), float(past[:, -1].min())
    if kept_out <= max(GAP * evaluation.train_loss, (1 + RISEN) * lowest, LEAST * first):
        return []
    return [
        Symptom(
            sentence(
                "Overfitting: the loss on data that are kept out is {loss}, after {lowest} at its lowest; on the "
                "training data it is {train}."
            ),
            sentence("Try more samples, regularisation, dropout, a smaller network, or early stopping."),
            {
                "loss": two_digits(kept_out),
                "lowest": two_digits(lowest),
                "train": two_digits(evaluation.train_loss),
            },
        )
    ]


def two_digits(value: float) -> float:
    """A number to two digits; a whole one as such, unless it is so large that no message holds it."""
    rounded = float(f"{value:.2g}")
    return int(rounded) if rounded.is_integer() and rounded < LARGEST_WHOLE else rounded
