"""A layer and a block that this module alone knows do all that the engine's own do."""

from collections.abc import Iterator
from math import prod
from typing import Any, ClassVar, Literal

import msgpack
import numpy as np
import pytest
from pydantic import Field, ValidationError

from app.frames.parameters import sent_places
from app.trainer.costs import weights
from app.trainer.hosted_run import HostedRun
from app.trainer.run_document import packed, unpacked
from engine.array import FLOAT64, Array
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.fault import Fault
from engine.layers.block import Block, BlockDescription
from engine.layers.description import Around, Description, Form
from engine.layers.kinds import KINDS, register
from engine.layers.layer import Layer, Parameter
from engine.places import Place, parameters, place_of, statistics
from engine.probes.gradient_check import check, gradient_check
from engine.probes.layers import inside
from engine.probes.worked_example import Choice, worked_example
from engine.run import Run
from engine.shape import shape_of


class ToyScaleDescription(Description):
    """Every unit is multiplied by a number of its own, and by a random one."""

    rates: ClassVar = ("spread",)
    starts: ClassVar = ("start",)

    kind: Literal["toy_scale"] = "toy_scale"
    start: float = 1
    spread: float = Field(default=0.5, ge=0, le=1)

    def layer(self, shape_in: Form, around: Around) -> Layer:
        return ToyScale(prod(shape_in), self.start)


class ToyScale(Layer):
    """A = k u A_prev with u from 1 - spread/2 to 1 + spread/2; in use, A = k (A_prev - mean/10)."""

    k: Array
    dk: Array
    mean: Array
    spread: Array

    def __init__(self, n: int, start: float) -> None:
        self.parameters = (Parameter("k", "k", (n, 1), is_penalised=True),)
        self.statistics = (Parameter("mean", "μ", (n, 1)),)
        self.n_random = self.multiplications = n
        self.start = start

    def initial(self, generator: np.random.Generator) -> Array:
        return self.start + 0.1 * generator.standard_normal(self.n_random)

    def draw(self, chance: Array) -> None:
        self.u = (1 + self.spread * (chance - 0.5)).astype(self.k.dtype)

    def forward(self, A_prev: Array) -> Array:
        self.A_prev = A_prev * self.u
        return self.k * self.A_prev

    def predict(self, A_prev: Array) -> Array:
        return self.k * (A_prev - self.mean / 10)

    def backward(self, dA: Array) -> Array:
        np.add.reduce(dA * self.A_prev, axis=-1, keepdims=True, out=self.dk)
        return self.k * self.u * dA

    def follow(self) -> None:
        self.mean += (self.A_prev.mean(axis=-1, keepdims=True) - self.mean) / 10


class ToyResidualDescription(BlockDescription):
    """A block whose input is added to its output."""

    kind: Literal["toy_residual"] = "toy_residual"

    def shape_out(self, shape_in: Form) -> Form:
        shape = super().shape_out(shape_in)
        if shape != shape_in:
            raise Fault("{out} cannot be added to {came}.", out=str(shape), came=str(shape_in))
        return shape

    def layer(self, shape_in: Form, around: Around) -> Layer:
        return ToyResidual(self.built(shape_in, around))


class ToyResidual(Block):
    def forward(self, A_prev: Array) -> Array:
        return super().forward(A_prev) + A_prev

    def predict(self, A_prev: Array) -> Array:
        return super().predict(A_prev) + A_prev

    def backward(self, dA: Array) -> Array:
        return super().backward(dA) + dA


@pytest.fixture(autouse=True, scope="module")
def registered() -> Iterator[None]:
    """The kinds of this module, which other tests do not know."""
    kinds = ToyScaleDescription, ToyResidualDescription
    for kind in kinds:
        register(kind)
    yield
    for kind in kinds:
        del KINDS[kind.model_fields["kind"].default]


Layers = list[dict[str, Any]]

DENSE: dict[str, Any] = {"kind": "dense", "units": 4}
TANH, PRELU, SCALE = (
    {"kind": "activation"},
    {"kind": "activation", "function": "prelu"},
    {"kind": "toy_scale"},
)
SCALED: Layers = [DENSE, TANH, SCALE, {**DENSE, "units": 3}, {"kind": "activation", "function": "sigmoid"}]
BLOCKED: Layers = [
    DENSE,
    TANH,
    {"kind": "toy_residual", "layers": [DENSE, {"kind": "batch_normalization"}, TANH, SCALE, DENSE]},
    {"kind": "activation", "function": "softplus"},
    {"kind": "dropout", "rate": 0.3},
]
PENALTY: dict[str, object] = {"regularization": "l2", "regularization_rate": 0.1}


def with_layers(layers: Layers, **parts: dict[str, object]) -> Experiment:
    return Experiment().changed({"network": {"layers": layers}, **parts})


def trained(experiment: Experiment, steps: int = 50) -> Run:
    run = Run(experiment)
    Cohort([run]).train(steps)
    return run


@pytest.mark.parametrize("layers", [SCALED, [SCALE, *SCALED], [*SCALED, SCALE], BLOCKED], ids=str)
def test_back_propagation_equals_central_differences(layers: Layers) -> None:
    run = Run(with_layers(layers, objective=PENALTY), FLOAT64)
    X, Y = run.dataset.X_train[np.newaxis, :, :20], run.Y_train[np.newaxis, :, :20]
    [found] = gradient_check(Cohort([run]), X, Y)
    assert found.largest_difference < 1e-6
    assert np.abs(found.analytic).min() > 0 or layers is BLOCKED  # Where b[2] has no say: it is normalised.


@pytest.mark.parametrize("layers", [SCALED, BLOCKED], ids=["layer", "block"])
def test_it_learns_in_a_cohort_as_alone_bit_for_bit_and_every_look_shows_it(
    layers: Layers,
) -> None:
    experiments = [
        with_layers(layers, objective=PENALTY),
        with_layers(
            [{**each, "spread": 0.1} if each == SCALE else each for each in layers], objective=PENALTY
        ),
        with_layers(layers, objective=PENALTY, training={"seed": 3}, optimizer={"learning_rate": 0.1}),
    ]
    together = [Run(experiment) for experiment in experiments]
    Cohort(together).train(50)
    for run, experiment in zip(together, experiments, strict=True):
        alone = trained(experiment)
        assert run.theta.tobytes() == alone.theta.tobytes()
        assert run.statistics.tobytes() == alone.statistics.tobytes() and run.statistics.any()
        assert (run.theta != Run(experiment).theta).sum() >= len(run.theta) - 4
    cohort = Cohort(together)
    assert all(np.isfinite(each.losses).all() for each in cohort.evaluate())
    assert inside(cohort).norms.shape == (3, len(experiments[0].plan.units) - 1, 3)
    assert check(together[0]).difference < 1e-3
    assert worked_example(together[0], Choice()) is None


def test_everything_knows_its_places() -> None:
    experiment = with_layers([*SCALED, SCALE, SCALE])
    run = Run(experiment)
    spots = [spot for spot in parameters(experiment.plan.layers) if spot.parameter.name == "k"]
    assert [(spot.number, spot.nth, spot.columns.stop - spot.columns.start) for spot in spots] == [
        (1, 0, 4),
        (2, 0, 3),
        (2, 1, 3),
    ]
    assert run.theta[spots[0].columns] == pytest.approx(1, abs=0.5)
    assert place_of(experiment, spots[2].columns.start + 1) == Place("k′", 2, 1, None)
    assert [list(place) for place in sent_places(run)] == [["W", "b", "k"], ["W", "b", "k", "k'"], ["W", "b"]]
    assert weights(shape_of(experiment)) == 2 * 4 + 4 + 4 * 3 + 3 + 3 + 3 * 1
    assert experiment.plan.units == (2, 4, 3, 1)
    assert with_layers(BLOCKED).plan.units == (2, 4, 4, 4, 1)


def test_it_is_transplanted() -> None:
    run = trained(with_layers(SCALED, optimizer={"kind": "adam"}))
    [k] = [
        run.theta[spot.columns].copy()
        for spot in parameters(run.experiment.plan.layers)
        if spot.parameter.name == "k"
    ]
    mean, updates = run.statistics.copy(), run.updates
    wider = [{**DENSE, "units": 6}, *SCALED[1:]]
    run.change(run.experiment.changed({"network": {"layers": wider}}))
    [spot] = [spot for spot in parameters(run.experiment.plan.layers) if spot.parameter.name == "k"]
    fresh = Run(run.experiment)
    assert run.theta[spot.columns][:4].tobytes() == k.tobytes()
    assert run.theta[spot.columns][4:].tobytes() == fresh.theta[spot.columns][4:].tobytes()
    [learned] = statistics(run.experiment.plan.layers)
    assert run.statistics[learned.columns].tolist() == [*mean.tolist(), 0, 0] and run.updates == updates
    Cohort([run]).train(5)


def test_a_layer_before_the_first_weights_follows_the_features() -> None:
    run = trained(with_layers([SCALE, *SCALED]))
    [before, *_] = [spot for spot in parameters(run.experiment.plan.layers) if spot.parameter.name == "k"]
    k = run.theta[before.columns].copy()
    assert before.number == 0
    run.change(run.experiment.changed({"data": {"features": ["x2", "sin_x1", "x1"]}}))
    [after, *_] = [spot for spot in parameters(run.experiment.plan.layers) if spot.parameter.name == "k"]
    assert run.theta[after.columns][[2, 0]].tobytes() == k.tobytes()


OPTIMIZERS = ["gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"]


@pytest.mark.parametrize("regularization", ["l1", "l2"])
@pytest.mark.parametrize("kind", OPTIMIZERS)
@pytest.mark.parametrize(
    "layers",
    [SCALED, [DENSE, PRELU, *SCALED], BLOCKED],
    ids=["layer", "prelu", "block"],
)
def test_what_is_frozen_stays_bit_for_bit_and_the_rest_learns(
    layers: Layers, kind: str, regularization: str
) -> None:
    objective: dict[str, object] = {"regularization": regularization, "regularization_rate": 0.001}
    optimizer: dict[str, object] = {"kind": kind, "weight_decay": 0.1, "clip_norm": 0.5}
    run = trained(with_layers(layers, objective=objective, optimizer=optimizer), 20)
    frozen = [{**layer, "frozen": number in (1, 2)} for number, layer in enumerate(layers)]
    before = run.theta.copy()
    run.change(run.experiment.changed({"network": {"layers": frozen}}))
    assert run.theta.tobytes() == before.tobytes()
    assert run.slots.any() or kind == "gradient_descent"
    Cohort([run]).train(20)
    stays = [
        spot.columns
        for spot in parameters(run.experiment.plan.layers)
        if not spot.moves and spot.layer.is_frozen
    ]
    assert stays
    moved = run.theta != before
    for columns in stays:
        assert run.theta[columns].tobytes() == before[columns].tobytes()
        moved[columns] = True
    assert moved.sum() > len(moved) / 2


def test_below_all_that_learns_nothing_is_computed_backwards() -> None:
    layers = [{**layer, "frozen": True} for layer in SCALED]
    run = Run(with_layers(layers))
    cohort = Cohort([run])
    assert cohort.network.lowest is cohort.network.output and not cohort.network.above
    before = run.theta.copy()
    cohort.train(20)
    output = cohort.network.columns[cohort.network.output]
    assert (run.theta != before)[output].all() and (run.theta != before).sum() == 4
    assert check(run).difference < 1e-5
    assert inside(cohort).norms[0, :, 2].tolist()[:2] == [0, 0]


@pytest.mark.parametrize("layers", [SCALED, BLOCKED], ids=["layer", "block"])
def test_a_run_document_opens_where_it_was(layers: Layers) -> None:
    run = trained(with_layers(layers, optimizer={"kind": "adam"}))
    again = unpacked(msgpack.unpackb(msgpack.packb(packed(HostedRun(run))))).run
    assert again.experiment == run.experiment
    for each in (run, again):
        Cohort([each]).train(20)
    for name in ("theta", "slots", "statistics"):
        assert getattr(again, name).tobytes() == getattr(run, name).tobytes(), name


def test_a_shape_that_does_not_fit_is_said_with_its_place() -> None:
    with pytest.raises(ValidationError) as raised:
        with_layers([DENSE, {"kind": "toy_residual", "layers": [TANH, {**DENSE, "units": 3}]}])
    [error] = raised.value.errors()
    assert error["ctx"]["error"].where == "network.layers.1"
    assert str(error["ctx"]["error"]) == "(3,) cannot be added to (4,)."


def test_it_stands_in_the_schema() -> None:
    assert "toy_scale" in str(Experiment.model_json_schema())


def test_blocks_lie_only_so_deep_in_one_another_and_hold_only_so_many_layers() -> None:
    nested: dict[str, Any] = TANH
    for _ in range(2000):
        nested = {"kind": "toy_residual", "layers": [nested]}
    with pytest.raises(ValidationError, match="4 deep in one another"):
        with_layers([DENSE, nested])
    with pytest.raises(ValidationError, match="128 layers at most, those of blocks counted: it has 201"):
        with_layers([DENSE, *[{"kind": "toy_residual", "layers": [TANH] * 100}] * 2])
    twice = {"kind": "toy_residual", "layers": [{"kind": "toy_residual", "layers": [SCALE, TANH]}]}
    assert trained(with_layers([DENSE, twice])).statistics.shape == (4,)
