"""Diagnosis: what the insides of the layers and the losses say about a training, in words, each by a rule.

| finding             | rule                                                                                          |
|---------------------|-----------------------------------------------------------------------------------------------|
| vanishing gradients | a weight's gradient, as the root of the mean square of dW, is in the first layer that learns  |
|                     | less than 1/STEEP of the output's (Glorot and Bengio 2010, section 4.2, compare layers so)    |
| exploding gradients | it is there more than STEEP times the output's (Pascanu, Mikolov and Bengio 2013)             |
| dead units          | a share of DEAD of a layer's units is 0 for every sample: "as much as 40 %" is the warning of |
|                     | CS231n's notes on ReLU                                                                        |
| saturated units     | more than half of a layer's outputs lie on the flat ends, while the fit is not good           |
| step too large      | ‖ΔW‖ / ‖W‖ of all weights together is above LARGE: CS231n's notes call 0.001 healthy           |
| step too small      | it is below SMALL, while the fit is not good and there is a gradient to follow                |
| overfitting         | the loss on data that are kept out is GAP of the training loss or more, and has risen by      |
|                     | RISEN over its lowest value: Prechelt's generalisation loss (1998, "Early stopping, but when?")|

A fit is good where FIT of the training samples are right or, for a regression, where the training loss has fallen below
a quarter of the first one. STEEP, LARGE and SMALL are two powers of ten from what is usual: a rule should be silent
where a training goes well. The CS231n notes are at cs231n.github.io (neural networks, parts 1 and 3).
"""

from math import prod
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
LARGE, SMALL = 0.1, 1e-5
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
    return [
        *steepness(run, dW),
        *(dead_units(layer, share) for layer, share in enumerate(dead, start=1) if share >= DEAD),
        *(
            saturated_units(layer, share)
            for layer, share in enumerate(saturated, start=1)
            if share > SATURATED and not is_good
        ),
        *pace(run, W, dW, change, is_good=is_good or bool(np.any(dead >= DEAD))),
        *overfitting(run, evaluation),
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
        sentence("Try smaller initial weights, standardised features, or ReLU, and reset."),
        {"percent": round(100 * float(share)), "layer": layer},
    )


def pace(run: Run, W: Array, dW: Array, change: Array, *, is_good: bool) -> list[Symptom]:
    """Whether the next step is too large for the weights, or too small to get anywhere."""
    # An output that is a step has no slope, and its rule teaches alike at any learning rate.
    if not run.experiment.descends or run.loss.output is ACTIVATIONS["step"] or not np.any(W > 0):
        return []
    relative = float(np.linalg.norm(change) / np.linalg.norm(W))
    if relative > LARGE:
        return [
            Symptom(
                sentence(
                    "The learning rate is too high: the next step changes the weights by {percent} % of their size."
                ),
                sentence("Try a learning rate that is 3 to 10 times smaller."),
                {"percent": two_digits(100 * relative)},
            )
        ]
    if relative < SMALL and not is_good and np.any(dW > 0):
        return [
            Symptom(
                sentence(
                    "The learning rate is too low: the next step changes the weights by {millionths} millionths of "
                    "their size."
                ),
                sentence("Try a learning rate that is 10 times larger, or Adam."),
                {"millionths": two_digits(1e6 * relative)},
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
