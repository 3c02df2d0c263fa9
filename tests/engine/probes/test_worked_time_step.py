"""The worked example of a recurrent layer: one time step is that of PyTorch's cells, forward and back, and its sums are
what the engine computes."""

from typing import Any

import numpy as np
import pytest

from engine.array import FLOAT64, Array
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.places import parameters
from engine.probes.told import Told
from engine.probes.worked_example import Choice
from engine.probes.worked_layer import WorkedLayer, worked_layer
from engine.run import Run

KINDS = ["recurrent", "gru", "lstm"]
UNITS, STEPS = 4, 7
LETTERS = {"recurrent": "z", "gru": "rzk", "lstm": "ifgo"}


def trained(kind: str, data: str = "echo", **layer: Any) -> Run:
    """A network of two layers of the kind, which has learned for three steps."""
    of_data = {"kind": data, "steps": STEPS, "samples": 60} | ({"delay": 2} if data == "echo" else {})
    layers = [{"kind": kind, "units": 3, "returns": "every_step"}, {"kind": kind, "units": UNITS, **layer}]
    experiment = Experiment().changed(
        {
            "data": of_data,
            "network": {"layers": layers},
            "objective": {"loss": "softmax"},
            "training": {"batch_size": 5},
        }
    )
    run = Run(experiment, FLOAT64)
    run.theta += 0.5 * np.random.default_rng(3).standard_normal(run.theta.shape)
    Cohort([run]).train(3)
    return run


def at(run: Run, step: int, unit: int, *, parameter: int = 0, nth: int = 1) -> tuple[WorkedLayer, Told]:
    """The second layer at a step."""
    found = worked_layer(run, Choice(layer=1, unit=unit * STEPS + step, nth=nth, parameter=parameter))
    assert found is not None and found.told[0].working is not None
    return found, found.told[0]


def numbers_at(run: Run, step: int, name: str) -> Array:
    """A number of all units at a step."""
    told = [at(run, step, unit)[1] for unit in range(UNITS)]
    return np.array([each.working.numbers.get(name, 0.0) for each in told if each.working])


@pytest.mark.parametrize("returns", ["last", "every_step"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_time_step_is_that_of_a_cell_of_pytorch(kind: str, returns: str) -> None:
    torch = pytest.importorskip("torch")
    run = trained(kind, "brackets" if returns == "last" else "echo", returns=returns)
    spots = [spot for spot in parameters(run.experiment.plan.layers) if spot.number == 2]
    own = {
        spot.parameter.name: torch.tensor(run.theta[spot.columns].reshape(-1, spot.parameter.shape[-1]))
        for spot in spots
    }
    modules = {"recurrent": torch.nn.RNNCell, "gru": torch.nn.GRUCell, "lstm": torch.nn.LSTMCell}
    module = modules[kind](3, UNITS).double()

    def tensor(values: Any, **more: Any) -> Any:
        return torch.tensor(values, dtype=torch.float64, **more)

    beside = torch.zeros_like(own["b"][:, 0])
    if kind == "gru":
        beside[2 * UNITS :] = own["c"][:, 0]
    given = {
        "weight_ih": own["W"],
        "weight_hh": own["U"],
        "bias_ih": own["b"][:, 0].clone().requires_grad_(True),
        "bias_hh": beside,
    }
    for step in (1, 0):
        told = [at(run, step, unit)[1] for unit in range(UNITS)]
        working = told[0].working
        assert working is not None
        first = LETTERS[kind][0]
        x = tensor([term[1] for term in working.sums[f"x_{first}"].terms], requires_grad=True)
        h = tensor([term[1] for term in working.sums[f"h_{first}"].terms], requires_grad=True)
        c = tensor(numbers_at(run, step, "cell_before"), requires_grad=True)
        state = (h, c) if kind == "lstm" else h
        after = torch.func.functional_call(module, given, (x, state))
        if kind != "lstm":
            after = (after,)
        assert [each.after for each in told] == pytest.approx(after[0].tolist(), abs=1e-13)
        if kind == "lstm":
            assert numbers_at(run, step, "c") == pytest.approx(after[1].tolist(), abs=1e-13)
        d_after = [tensor([each.d_after for each in told])]
        if kind == "lstm":
            d_after.append(tensor(numbers_at(run, step, "dc_later")))
        d_bias, d_x, d_h, *d_c = torch.autograd.grad(
            after, [given["bias_ih"], x, h, *([c] if kind == "lstm" else [])], d_after
        )
        errors = np.concatenate([numbers_at(run, step, f"d_{letter}") for letter in LETTERS[kind]])
        assert errors == pytest.approx(d_bias.numpy(), abs=1e-13)
        for unit, each in enumerate(told):
            assert each.working is not None
            if step > 0:
                flows = each.working.sums["earlier"].value + each.working.numbers["kept"]
                assert flows == pytest.approx(float(d_h[unit]), abs=1e-13)
                if d_c:
                    assert each.working.numbers["dc_before"] == pytest.approx(float(d_c[0][unit]), abs=1e-13)
            else:
                assert "earlier" not in each.working.sums
        _, weighed = at(run, step, 0, parameter=1)
        assert weighed.d_read == pytest.approx(float(d_x[1]), abs=1e-13)
        assert weighed.working is not None
        assert weighed.working.sums["back"].value == pytest.approx(float(d_x[1]), abs=1e-13)


@pytest.mark.parametrize("truncation", [None, 3])
@pytest.mark.parametrize("data", ["echo", "brackets"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_sum_of_a_time_step_is_what_the_engine_computes(
    kind: str, data: str, truncation: int | None
) -> None:
    layer: dict[str, Any] = {"truncation": truncation}
    run = trained(kind, data, **layer, **({"returns": "every_step"} if data == "echo" else {}))
    before = run.theta.copy()
    data_column = 1
    ended = 0
    for nth in range(5):
        for step in range(STEPS):
            found, told = at(run, step, 2, parameter=(5 * step + nth) % 12, nth=nth)
            assert found.layers[1]["shape_out"] == (UNITS, STEPS) and found.map.shape == (1, STEPS)
            assert found.map[0, step] == told.after and found.d_map[0, step] == told.d_after
            numbers, sums = told.working.numbers, told.working.sums  # type: ignore[union-attr]
            if numbers.get("ended"):
                ended += 1
                assert told.after == found.map[0, step - 1] and told.d_after == found.d_map[0, step - 1]
                continue
            came = numbers["above"] + numbers.get("kept_later", 0)
            came += sums["later"].value if "later" in sums else 0
            assert came == pytest.approx(told.d_after, abs=1e-13)
            if not numbers.get("next_ended"):
                assert ("later" in sums) == (step + 1 < STEPS and (step + 1) % (truncation or STEPS) != 0)
            expected = found.parameters[found.listed.index(found.parameter), data_column]
            assert found.columns[data_column] == "data"
            assert sums["samples"].value / found.m == pytest.approx(expected, rel=1e-9, abs=1e-14)
            assert sums["gradient"].value == pytest.approx(sums["samples"].terms[nth][0], abs=1e-14)
            if kind == "lstm":
                assert numbers["c"] == pytest.approx(
                    numbers["f"] * numbers["cell_before"] + numbers["i"] * numbers["g"]
                )
                assert told.after == pytest.approx(numbers["o"] * numbers["bent"])
    assert (ended > 0) == (data == "brackets")
    np.testing.assert_array_equal(run.theta, before)


@pytest.mark.parametrize("kind", KINDS)
def test_the_gradient_of_each_parameter_of_a_unit_is_the_sum_over_all_steps(kind: str) -> None:
    run = trained(kind, returns="every_step")
    found, _ = at(run, 2, 1)
    for parameter in range(len(found.listed)):
        _, told = at(run, 2, 1, parameter=parameter)
        assert told.working is not None
        expected = found.parameters[parameter, found.columns.index("data")]
        assert told.working.sums["samples"].value / found.m == pytest.approx(expected, rel=1e-9, abs=1e-14)
        assert told.working.sums["gradient"].length == STEPS


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_of_a_network_in_use_is_told_forward_alone(kind: str) -> None:
    run = trained(kind, returns="every_step")
    found = worked_layer(run, Choice(sample=59, layer=1, unit=3))
    assert found is not None and found.kind == "use"
    [told] = found.told
    assert told.working is not None and "x_" + LETTERS[kind][0] in told.working.sums
    assert told.d_after is None and "back" not in told.working.sums


def test_the_output_at_each_step_is_told() -> None:
    run = trained("gru", returns="every_step")
    found = worked_layer(run, Choice(layer=2, unit=STEPS + 4, nth=2, parameter=3))
    assert found is not None and found.place == (1, 0, 4)
    [told] = found.told
    assert told.working is not None
    sums = told.working.sums
    assert sums["weighted"].value + told.working.numbers["b"] == pytest.approx(told.after)
    assert sums["samples"].value / found.m == pytest.approx(found.parameters[3, 1])
    assert told.d_read == pytest.approx(sums["back"].value)
