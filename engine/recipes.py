"""Recipes of ready-trained networks: experiments that are trained for everyone, at the first request."""

from typing import NamedTuple

from engine.architectures import ARCHITECTURES
from engine.experiment import Experiment


class Recipe(NamedTuple):
    title: str
    """In English; the key of its translation."""
    experiment: Experiment
    steps: int


def lenet_of_digits(digits: tuple[int, ...]) -> Experiment:
    """LeNet-5 with 3,000 of MNIST's digits of these classes: some 98 % right after 600 steps."""
    data = {"kind": "digits", "digits": digits, "samples": 4000, "test_share": 0.25}
    pictures = Experiment().changed({"data": data})
    layers = [
        layer.model_dump(mode="json") for layer in ARCHITECTURES["lenet5"].layers(pictures.data.shape_in)
    ]
    return pictures.changed(
        {
            "network": {"layers": layers},
            "objective": {"loss": "softmax"},
            "optimizer": {"kind": "adam", "learning_rate": 0.001},
            "training": {"batch_size": 32},
        }
    )


def recipes() -> dict[str, Recipe]:
    """By name."""
    return {"digits-0-4": Recipe("Digits 0–4, LeNet-5", lenet_of_digits((0, 1, 2, 3, 4)), 600)}


RECIPES: dict[str, Recipe] = recipes()
