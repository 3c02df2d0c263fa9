"""Architectures that are trained here learn; plans have the totals that are known of them."""

import numpy as np
import pytest
from pydantic import ValidationError

from engine.architectures import ARCHITECTURES, ReadyMade
from engine.architectures.outline import outline
from engine.architectures.parts import Layers
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.fault import Fault
from engine.layers.layer import Form
from engine.layers.side_output import side_outputs
from engine.places import parameters
from engine.run import Run

TRAINED = [each for each in ARCHITECTURES.values() if each.trains]
AUTOENCODERS = [each for each in TRAINED if each.is_autoencoder]

PARAMETERS = {
    "lenet5": 61_706,
    # C5 reads 5 by 5 pixels of 16 channels, as the dense layer in its place does. The paper counts 60,000: its C3 read
    # some of the channels only, its pooling learned two numbers a channel, and its output units learned nothing.
    "lenet5_1998": 61_706,
    "resnet_20": 272_474,  # With two projections; He et al. give 0.27 million without any.
    "resnet_32": 466_906,
    "alexnet": 61_100_840,
    "vgg16": 138_357_544,
    "googlenet": 6_998_552,
    "resnet50": 25_557_032,
    "resnet152": 60_192_808,
}
MULTIPLICATIONS = {
    "lenet5": 416_520,
    "alexnet": 714_188_480,
    "vgg16": 15_470_264_320,
    "resnet50": 4_089_184_256,
    "resnet152": 11_513_626_624,
}
"""As PyTorch's flop counters have them, a multiplication and an addition being one."""


@pytest.mark.parametrize(("name", "count"), PARAMETERS.items())
def test_parameters(name: str, count: int) -> None:
    ready = ARCHITECTURES[name]
    shape = ready.shape_in or ((3, 32, 32) if "resnet" in name else (1, 28, 28))
    rows = outline(ready.layers(shape), shape, ready.n_classes)
    assert sum(row.parameters for row in rows) == count
    if name in MULTIPLICATIONS:
        assert sum(row.multiplications for row in rows) == MULTIPLICATIONS[name]


def test_shapes_of_a_plan() -> None:
    ready = ARCHITECTURES["googlenet"]
    assert ready.shape_in
    rows = outline(ready.layers(ready.shape_in), ready.shape_in, 1000)
    shapes = list(dict.fromkeys(row.shape for row in rows if row.kind == "pooling"))
    assert shapes[:2] == [(64, 56, 56), (192, 28, 28)] and rows[-3].shape == (1024,)
    assert rows[-1] == (len(ready.layers(ready.shape_in)), "dense", (1000,), 1_025_000, 1_024_000)


def of_digits(layers: Layers, side: int, **parts: dict[str, object]) -> Experiment:
    return Experiment().changed(
        {
            "data": {"kind": "digits", "side": side, "samples": 300},
            "objective": {"loss": "softmax"},
            "network": {"layers": layers},
            **parts,
        }
    )


@pytest.mark.parametrize("ready", TRAINED, ids=lambda ready: ready.name)
@pytest.mark.parametrize("side", [28, 16])
def test_it_is_an_experiment_as_it_is(ready: ReadyMade, side: int) -> None:
    layers = ready.layers((1, side, side))
    if ready.name == "lenet5_1998" and side == 16:  # C5 finds 2 by 2 pixels, and reads 5 by 5.
        with pytest.raises(ValidationError, match="does not fit"):
            of_digits(layers, side)
        return
    experiment = of_digits(layers, side)
    plain = experiment.model_dump(mode="json")
    assert Experiment.model_validate(plain) == experiment
    assert experiment.plan.shapes[-1] == (10,)


@pytest.mark.parametrize("name", ["lenet5", "vgg_small", "resnet_8", "plain_8", "googlenet_small"])
def test_all_its_layers_learn(name: str) -> None:
    layers = ARCHITECTURES[name].layers((1, 16, 16))
    run = Run(of_digits(layers, 16, training={"batch_size": 8}))
    before = run.theta.copy()
    losses = Cohort([run]).train(2)
    assert np.isfinite(losses).all()
    for spot in parameters(run.experiment.plan.layers):
        assert (run.theta != before)[spot.columns].any() == spot.moves, spot


def test_side_outputs_stand_where_they_are_said_to_be() -> None:
    ready = ARCHITECTURES["googlenet_small"]
    objective: dict[str, object] = {"heads": ready.heads("softmax"), "loss": "squared_error"}
    run = Run(of_digits(ready.layers((1, 16, 16)), 16, objective=objective, training={"batch_size": 8}))
    assert [layer.shape_in for layer in side_outputs(run.experiment.plan.layers)] == [(40, 8, 8), (56, 4, 4)]
    cohort = Cohort([run])
    assert np.isfinite(cohort.train(2)).all()
    [evaluation] = cohort.evaluate()
    assert len(evaluation.heads) == 3 and ARCHITECTURES["lenet5"].heads("softmax") is None


@pytest.mark.parametrize("ready", AUTOENCODERS, ids=lambda ready: ready.name)
@pytest.mark.parametrize("side", [28, 16, 8])
def test_an_autoencoder_has_a_bottleneck_of_two_and_says_its_input_again(ready: ReadyMade, side: int) -> None:
    changes: dict[str, dict[str, object]] = {
        "objective": {"heads": ready.heads("cross_entropy"), "loss": "squared_error"},
        "optimizer": {"kind": "adam", "learning_rate": 0.003},
    }
    run = Run(of_digits(ready.layers((1, side, side)), side, **changes))
    shapes = run.experiment.plan.shapes
    assert (2,) in shapes and np.prod(shapes[-1]) == side**2
    assert ("convolutional" in ready.name) == (len(shapes[-1]) == 3)
    [before] = Cohort([run]).evaluate()
    Cohort([run]).train(60)
    [after] = Cohort([run]).evaluate()
    assert after.test_loss < 0.7 * before.test_loss


def test_sides_that_cannot_be_halved_twice_are_refused() -> None:
    with pytest.raises(Fault, match="halved twice: 28 and 30 cannot be"):
        ARCHITECTURES["autoencoder_convolutional"].layers((1, 28, 30))


@pytest.mark.parametrize("shape", [(7,), (1, 4, 4)])
def test_a_shape_that_it_does_not_fit_is_refused(shape: Form) -> None:
    with pytest.raises(Fault):
        outline(ARCHITECTURES["lenet5"].layers(shape), shape, 10)
