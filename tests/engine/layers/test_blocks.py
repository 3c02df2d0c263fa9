"""Large pictures go through layers in blocks of rows, channels or units, and no bit is another."""

from typing import Any

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.run import Run

LAYERS: list[dict[str, Any]] = [
    {"kind": "convolution", "channels": 3, "kernel": 5, "padding": 4, "stride": 2},
    {"kind": "activation", "function": "tanh"},
    {"kind": "convolution", "channels": 16, "padding": "same"},
    {"kind": "activation", "function": "relu"},
    {"kind": "pooling", "kernel": 3, "stride": 2, "padding": 1},
    {"kind": "convolution", "channels": 4, "kernel": 1, "padding": 2},
    {"kind": "activation", "function": "elu"},
    {"kind": "transposed_convolution", "channels": 2, "kernel": 3, "stride": 3},
    {"kind": "pooling", "kernel": 2},
    {"kind": "dense", "units": 6},
]


def trained(count: int) -> list[Run]:
    experiment = Experiment().changed(
        {
            "data": {"kind": "shapes", "pixels": 20, "samples": 100},
            "network": {"layers": LAYERS},
            "objective": {"loss": "softmax"},
            "training": {"batch_size": 30},
        }
    )
    runs = [Run(experiment.changed({"training": {"seed": seed}})) for seed in range(count)]
    Cohort(runs).train(6)
    return runs


def in_blocks(monkeypatch: pytest.MonkeyPatch, numbers: int) -> None:
    monkeypatch.setattr("engine.layers.blocks.CACHED", numbers)
    monkeypatch.setattr("engine.layers.activation.CACHED", numbers)


@pytest.mark.parametrize("numbers", [1, 5000])
def test_blocks_change_no_bit(monkeypatch: pytest.MonkeyPatch, numbers: int) -> None:
    [whole] = trained(1)
    in_blocks(monkeypatch, numbers)
    [in_parts] = trained(1)
    np.testing.assert_array_equal(in_parts.theta, whole.theta)


def test_a_run_in_a_cohort_equals_that_run_alone_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    in_blocks(monkeypatch, 20_000)
    [alone] = trained(1)
    first, *_ = trained(3)
    np.testing.assert_array_equal(first.theta, alone.theta)


def test_small_products_sum_to_the_large_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.layers.windows.SMALL", 10**9)
    [whole] = trained(1)
    monkeypatch.setattr("engine.layers.windows.SMALL", 20_000)
    monkeypatch.setattr("engine.layers.windows.NARROWEST", 16)
    [in_pieces] = trained(1)
    np.testing.assert_allclose(in_pieces.theta, whole.theta, rtol=1e-3, atol=1e-5)
    first, *_ = trained(3)
    np.testing.assert_array_equal(first.theta, in_pieces.theta)
