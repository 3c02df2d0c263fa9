"""The worked example of any network: of every layer the sums are what the engine computes, forward and backward."""

from math import prod
from typing import Any

import numpy as np
import pytest

from engine.array import FLOAT64
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.probes.worked_example import Choice
from engine.probes.worked_layer import worked_layer
from engine.run import Run

CONVOLUTION = {"kind": "convolution", "channels": 3, "kernel": 3, "padding": "same"}
POOLING = {"kind": "pooling", "kernel": 3, "stride": 1, "padding": 1}
RELU = {"kind": "activation", "function": "prelu"}
NETWORKS: dict[str, list[dict[str, Any]]] = {
    "pictures": [
        {"kind": "noise"},
        {"kind": "convolution", "channels": 4, "kernel": 3, "stride": 2, "padding": 1},
        {"kind": "batch_normalization"},
        RELU,
        {"kind": "pooling"},
        {"kind": "dropout"},
        {"kind": "upsampling"},
        {"kind": "pooling", "function": "average", "kernel": 3, "stride": 1, "padding": 1},
        {"kind": "transposed_convolution", "channels": 2, "kernel": 3, "stride": 2, "padding": 1},
        {"kind": "global_average"},
        {"kind": "dense", "units": 8},
        {"kind": "reshape", "channels": 2, "height": 2, "width": 2},
    ],
    "blocks": [
        CONVOLUTION,
        {
            "kind": "residual",
            "layers": [{**CONVOLUTION, "stride": 2, "padding": 1}, {"kind": "batch_normalization"}],
        },
        {
            "kind": "inception",
            "branches": [
                [{**CONVOLUTION, "kernel": 1, "channels": 9}],  # more than the block reads
                [],
                [{"kind": "pooling", "kernel": 3, "stride": 1, "padding": 1}],
            ],
        },
        {"kind": "dense", "units": 5},
        {"kind": "activation"},
    ],
}


def trained(name: str, **changes: Any) -> Run:
    experiment = Experiment().changed(
        {
            "data": {"kind": "shapes", "samples": 40, "pixels": 16},
            "network": {"layers": NETWORKS[name]},
            "objective": {"loss": "softmax"},
            "training": {"batch_size": 4},
            **changes,
        }
    )
    run = Run(experiment, FLOAT64)
    Cohort([run]).train(3)
    return run


@pytest.mark.parametrize("name", NETWORKS)
def test_every_sum_is_what_the_engine_computes(name: str) -> None:
    run = trained(name)
    before = run.theta.copy()
    first = worked_layer(run, Choice())
    assert first is not None
    generator = np.random.default_rng(0)
    told = set()
    for number, about in enumerate(first.layers):
        for _ in range(4):
            unit = int(generator.integers(prod(about["shape_out"])))
            found = worked_layer(
                run, Choice(layer=number, unit=unit, nth=2, parameter=int(generator.integers(40)))
            )
            assert found is not None and found.layer == number and found.unit == unit
            told |= {each.kind for each in found.told}
            if found.own:
                data = found.columns.index("data")
                [samples] = [
                    each.working.sums["samples"]
                    for each in found.told
                    if each.working and "samples" in each.working.sums
                ]
                expected = found.parameters[found.listed.index(found.parameter), data]
                assert samples.value / found.m == pytest.approx(expected, rel=1e-9, abs=1e-14)
            answers, gradients = found.map.ravel(), found.d_map.ravel()
            _, row, column = found.place
            at = row * found.map.shape[1] + column if len(about["shape_out"]) == 3 else unit
            assert answers[at] == found.told[-1].after and gradients[at] == found.told[-1].d_after
            for each in found.told:
                working = each.working
                if working is None:
                    continue
                if "weighted" in working.sums:
                    assert working.sums["weighted"].value + working.numbers["b"] == pytest.approx(
                        each.after, rel=1e-9
                    )
                if each.kind == "pooling" and "winner" in working.places:
                    assert max(max(term) for term in working.sums["window"].terms) == each.after
                elif each.kind in ("pooling", "global_average"):
                    assert working.sums["window"].value / working.numbers["count"] == pytest.approx(
                        each.after
                    )
                if each.kind == "inception":
                    assert each.read is None and working.places.keys() == {"branch"}
                if each.kind == "residual":
                    assert working.numbers["path"] + working.numbers["shortcut"] == pytest.approx(each.after)
                if "slope" in working.numbers and each.d_after is not None:
                    assert each.d_after * working.numbers["slope"] == pytest.approx(each.d_before, abs=1e-14)
                if each.kind == "batch_normalization":
                    numbers = working.numbers
                    assert each.before is not None
                    normalized = (each.before - numbers["mean"]) / np.sqrt(numbers["variance"] + 1e-5)
                    assert normalized == pytest.approx(numbers["normalized"])
                    assert numbers["γ"] * normalized + numbers["β"] == pytest.approx(each.after)
    assert {layer["kind"] for layer in NETWORKS[name]} <= told
    np.testing.assert_array_equal(run.theta, before)


@pytest.mark.parametrize("name", NETWORKS)
def test_the_gradient_of_a_parameter_is_the_quotient_of_differences(name: str) -> None:
    run = trained(name)
    first = worked_layer(run, Choice())
    assert first is not None
    for number, about in enumerate(first.layers):
        choice = Choice(layer=number, unit=prod(about["shape_out"]) // 2, parameter=5)
        found = worked_layer(run, choice)
        assert found is not None
        if not found.own:
            continue
        before, data = (found.columns.index(name) for name in ("before", "data"))
        value, slope = found.parameters[found.listed.index(found.parameter), [before, data]]
        [index] = np.flatnonzero(run.theta == value) if (run.theta == value).sum() == 1 else [None]
        if index is None:
            continue  # Biases that began at 0 are not told apart by their value.
        losses = []
        for step in (1e-6, -1e-6):
            run.theta[index] = value + step
            moved = worked_layer(run, choice)
            assert moved is not None
            losses.append(moved.rates["mean_loss"])
        run.theta[index] = value
        quotient = (losses[0] - losses[1]) / 2e-6
        assert slope == pytest.approx(quotient, rel=1e-4, abs=1e-8)


@pytest.mark.parametrize("name", NETWORKS)
def test_what_flows_back_into_a_cell_is_the_sum_over_all_that_read_it(name: str) -> None:
    run = trained(name)
    first = worked_layer(run, Choice())
    assert first is not None
    compared = 0
    for number, about in enumerate(first.layers):
        size = prod(about["shape_out"])
        for unit in range(0, size, max(7, size // 10)):
            found = worked_layer(run, Choice(layer=number, unit=unit, parameter=unit % 13))
            assert found is not None
            told = found.told[0]
            if told.working is None or told.d_read is None or "back" not in told.working.sums:
                continue
            assert told.d_read == pytest.approx(told.working.sums["back"].value, rel=1e-9, abs=1e-14)
            compared += 1
    assert compared >= 10


def test_a_side_output_is_told_and_large_numbers_are_not() -> None:
    heads = [{"loss": "softmax"}, {"loss": "softmax", "reads": 0, "weight": 0.3}]
    run = trained("blocks", objective={"heads": heads})
    first = worked_layer(run, Choice())
    assert first is not None
    [number] = [n for n, about in enumerate(first.layers) if about["kinds"] == ["side_output"]]
    found = worked_layer(run, Choice(layer=number, unit=1, parameter=3))
    assert found is not None and found.told[0].working is not None
    sums = found.told[0].working.sums
    assert sums["weighted"].value + found.told[0].working.numbers["b"] == pytest.approx(found.told[0].after)
    data = found.columns.index("data")
    assert sums["samples"].value / found.m == pytest.approx(found.parameters[3, data])
    assert [head.units for head in found.heads] == [4, 4] and found.heads[1].weight == 0.3
    assert found.loss == pytest.approx(found.heads[0].value + 0.3 * found.heads[1].value)
    assert found.a[4:].sum() == pytest.approx(1)
    run.theta[:] = np.inf
    assert worked_layer(run, Choice()) is None


@pytest.mark.parametrize("kind", ["recurrent", "gru", "lstm"])
def test_every_parameter_of_a_unit_through_time_has_a_place(kind: str) -> None:
    """Its bias is one for each gate."""
    changes: dict[str, dict[str, Any]] = {
        "data": {"kind": "adding", "samples": 20},
        "network": {"layers": [{"kind": kind, "units": 3}]},
    }
    run = Run(Experiment().changed(changes))
    found = worked_layer(run, Choice(unit=1))
    assert found is not None
    count = sum(prod(own.read) for own in found.own)
    assert count == len(found.listed) == found.parameters.shape[0]
