"""Networks that hold every layer, every activation function and every kind of output, trained a little."""

from functools import lru_cache
from typing import Any

from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.export import Program, Weights, program_of
from engine.layers.activation import ACTIVATION_OPTIONS
from engine.run import Run

SAME: dict[str, Any] = {"kind": "convolution", "channels": 4, "padding": "same"}
BENT = [name for name in ACTIVATION_OPTIONS if name != "step"]


def act(function: str = "relu") -> dict[str, Any]:
    return {"kind": "activation", "function": function, "slope": 0.1}


PICTURES: list[dict[str, Any]] = [
    {"kind": "noise", "amount": 0.1},
    {"kind": "convolution", "channels": 6, "kernel": 3, "stride": 2, "padding": 1},
    {"kind": "batch_normalization"},
    act("prelu"),
    {"kind": "pooling", "function": "max", "kernel": 3, "stride": 1, "padding": 1},
    {"kind": "residual", "layers": [SAME, {"kind": "batch_normalization"}, act(), SAME], "function": "elu"},
    {
        "kind": "inception",
        "branches": [
            [{**SAME, "kernel": 1}, act("gelu")],
            [SAME],
            [],
            [{"kind": "pooling", "kernel": 3, "stride": 1, "padding": 1, "function": "average"}],
        ],
    },
    {"kind": "upsampling", "factor": 2},
    {"kind": "pooling", "function": "average", "kernel": 2},
    {"kind": "transposed_convolution", "channels": 3, "kernel": 3, "stride": 2, "padding": 1},
    act("silu"),
    {"kind": "dense", "units": 12},
    act("softplus"),
    {"kind": "dropout", "form": "classic", "rate": 0.2},
    {"kind": "reshape", "channels": 3, "height": 2, "width": 2},
    {"kind": "global_average"},
    {"kind": "dense", "units": 5},
    {"kind": "residual", "layers": [{"kind": "dense", "units": 7}], "function": "tanh"},
    {"kind": "dropout", "rate": 0.1},
    {"kind": "center_loss"},
]
"""Every layer there is."""

NETWORKS: dict[str, dict[str, Any]] = {
    "pictures": {
        "data": {"kind": "digits", "side": 8, "samples": 300, "standardize": True},
        "network": {"layers": PICTURES},
        "objective": {
            "heads": [
                {"loss": "softmax"},
                {"loss": "cross_entropy", "targets": {"kind": "classes"}, "reads": 3, "weight": 0.3},
            ]
        },
        "optimizer": {"kind": "adam", "learning_rate": 0.01},
    },
    "points": {
        "data": {
            "kind": "circle",
            "features": ["x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2", "x1"],
            "standardize": True,
        },
        "network": {
            "layers": [each for name in BENT for each in ({"kind": "dense", "units": 4}, act(name))],
            "initializer": "he",
        },
        "objective": {"loss": "squared_error", "output": "tanh"},
    },
    "formulas": {
        "data": {
            "kind": "circle",
            "features": [
                "x2",
                "-x1^2/(2+cos(3*x2))",
                "exp(x1)*abs(x2)",
                "sqrt(x1+6.5)-2^x2",
                "tanh(log(x2^2+.5))",
            ],
            "standardize": True,
        },
    },
    "default": {},
    "perceptron": {"network": {"hidden": []}, "objective": {"loss": "perceptron"}},
    "hinge": {"objective": {"loss": "hinge"}, "network": {"hidden": [3], "activation": "relu"}},
    "decoder": {
        "data": {"kind": "digits", "side": 8, "samples": 300},
        "network": {
            "layers": [
                {"kind": "noise", "form": "masking"},
                {"kind": "dense", "units": 4},
                act("sigmoid"),
                {"kind": "dense", "units": 32},
                {"kind": "reshape", "channels": 2, "height": 4, "width": 4},
                {"kind": "upsampling", "factor": 2},
            ]
        },
        "objective": {"heads": [{"targets": {"kind": "input"}, "loss": "cross_entropy"}]},
    },
}

RECURRENT: dict[str, dict[str, Any]] = {
    "to one": {
        "data": {"kind": "brackets", "pairs": 2, "samples": 100},
        "network": {
            "layers": [
                {"kind": "lstm", "units": 5, "returns": "every_step"},
                {"kind": "batch_normalization"},
                {"kind": "gru", "units": 4, "returns": "every_step"},
                {"kind": "recurrent", "units": 3},
            ]
        },
        "objective": {"loss": "cross_entropy"},
    },
    "to each step": {
        "data": {"kind": "echo", "samples": 100},
        "network": {
            "layers": [
                {"kind": "recurrent", "units": 4, "returns": "every_step"},
                {"kind": "time_distributed", "units": 3},
                act("tanh"),
                {"kind": "gru", "units": 5, "returns": "every_step"},
                {"kind": "dropout", "rate": 0.1},
            ]
        },
        "objective": {"loss": "softmax"},
    },
    **{
        f"encoder and decoder, {cells}": {
            "data": {"kind": "pairs"},
            "network": {
                "layers": [
                    {"kind": "encoder_decoder", "cells": cells, "units": 4},
                    {"kind": "encoder_decoder", "cells": cells, "units": 3},
                ]
            },
            "objective": {"loss": "softmax"},
        }
        for cells in ("recurrent", "gru", "lstm")
    },
    "numbers": {
        "data": {"kind": "wave", "samples": 100},
        "network": {"layers": [{"kind": "lstm", "units": 4, "returns": "every_step"}]},
    },
}
"""Networks through time, which NumPy and PyTorch have."""


@lru_cache
def program(name: str, steps: int = 12) -> Program:
    """A network's program after a few steps, so that nothing is as it begins."""
    experiment = Experiment.model_validate({**NETWORKS, **RECURRENT}[name])
    run = Run(experiment)
    Cohort.of([run]).train(steps)
    data = run.dataset
    return program_of(experiment, Weights(run.theta, run.statistics, data.mean, data.deviation), run.step)
