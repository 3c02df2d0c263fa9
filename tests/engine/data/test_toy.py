"""Data sets that this module alone knows do all that the engine's own do: points, a table and pictures."""

from collections.abc import Iterator
from typing import Any, Literal

import msgpack
import numpy as np
import pytest
from pydantic import ValidationError

from app.hosts.memory import memory_of
from app.trainer.hosted_run import HostedRun
from app.trainer.run_document import packed, unpacked
from app.web.data_kinds import properties_of_kinds
from app.web.nearest import nearest
from app.web.thumbnails import thumbnails
from engine.array import Precision
from engine.cohort import Cohort
from engine.data import Data, Dataset, dataset_of, pictures
from engine.data.images import Images
from engine.data.kinds import KINDS, register
from engine.data.sets import AllRows
from engine.experiment import Experiment
from engine.run import Run
from tests.app.bench import Bench
from tests.app.toys.stripes import ToyStripes


class ToyMajority(AllRows, title="Toy majority"):
    """Of three bits, which are more: ones or zeros?"""

    kind: Literal["toy_majority"] = "toy_majority"

    @property
    def n_samples(self) -> int:
        return 8

    @property
    def inputs(self) -> tuple[object, ...]:
        return ("first", "second", "third")

    def dataset(self, dtype: Precision) -> Dataset:
        table = np.indices((2, 2, 2)).reshape(3, 8).astype(dtype)
        labels = (table.sum(axis=0, keepdims=True) > 1).astype(dtype)
        return self.split(np.zeros((2, 0), dtype), table, labels)


class ToyBars(pictures.Pictures, title="Toy bars"):
    """Pictures of 4 by 6 pixels in three colours, with a bar of ink that lies (0) or stands (1)."""

    kind: Literal["toy_bars"] = "toy_bars"

    @property
    def n_channels(self) -> int:
        return 3

    @property
    def n_samples(self) -> int:
        return 200

    @property
    def picture(self) -> tuple[int, int]:
        return 4, 6

    @property
    def inputs(self) -> tuple[object, ...]:
        return tuple(("pixel", pixel) for pixel in range(72))

    def dataset(self, dtype: Precision) -> Dataset:
        generator = np.random.default_rng(self.seed)
        labels = generator.integers(2, size=self.n_samples)
        pixels = generator.integers(0, 60, (self.n_samples, 3, 4, 6)).astype(np.uint8)
        for picture, stands, place in zip(pixels, labels, generator.integers(4, size=200), strict=True):
            picture[(..., place) if stands else (..., place, slice(None))] = 255
        start, end = self.n_train, self.n_train + self.n_validation
        rows = np.arange(self.n_samples)
        sets = [Images(pixels.reshape(-1, 72), some, dtype) for some in np.split(rows, [start, end])]
        return self.pictured(sets, labels[np.newaxis])


@pytest.fixture(autouse=True, scope="module")
def registered() -> Iterator[None]:
    """The kinds of this module, which other tests do not know."""
    toys: list[type[Data]] = [ToyStripes, ToyMajority, ToyBars]
    for toy in toys:
        register(toy)
    yield
    for toy in toys:
        del KINDS[toy.model_fields["kind"].default]


TOYS: list[dict[str, Any]] = [
    {"kind": "toy_stripes", "stripes": 4, "noise": 5},
    {"kind": "toy_majority"},
    {"kind": "toy_bars", "standardize": True, "validation_share": 0.1},
]


def learning(data: dict[str, Any], **parts: dict[str, object]) -> Experiment:
    usual: dict[str, dict[str, object]] = {
        "network": {"hidden": [8, 4]},
        "optimizer": {"kind": "adam", "learning_rate": 0.02},
        "training": {"batch_size": 4},
    }
    return Experiment().changed({"data": data, **usual, **parts})


def trained(experiment: Experiment, steps: int = 400) -> Run:
    run = Run(experiment)
    Cohort([run]).train(steps)
    return run


@pytest.mark.parametrize("data", TOYS, ids=lambda data: data["kind"])
def test_it_is_learned_in_a_cohort_as_alone_bit_for_bit(data: dict[str, Any]) -> None:
    experiments = [learning(data), learning(data, training={"batch_size": 4, "seed": 3})]
    together = [Run(experiment) for experiment in experiments]
    Cohort(together).train(400)
    for run, experiment in zip(together, experiments, strict=True):
        assert run.theta.tobytes() == trained(experiment).theta.tobytes()
    for before, after in zip(
        Cohort([Run(each) for each in experiments]).evaluate(), Cohort(together).evaluate(), strict=True
    ):
        assert after.train_loss < before.train_loss / 2


@pytest.mark.parametrize("data", TOYS, ids=lambda data: data["kind"])
def test_the_same_description_gives_the_same_samples(data: dict[str, Any]) -> None:
    described = learning(data).data
    dataset = dataset_of(described)
    assert dataset is dataset_of(learning(data).data)
    assert dataset.X_train.shape == (described.n_inputs, described.n_train)
    assert dataset.X_validation.shape[1] == described.n_validation
    assert dataset.labels_test.shape == (1, described.n_test)


def test_it_is_looked_at_from_every_side() -> None:
    for data in TOYS:
        bench = Bench()
        bench.host.start("a", learning(data))
        bench.host.watch("a", "watcher", {"inside": True, "test": True, "focus": (0, 1)})
        [frame] = bench.frames()
        arrays, run = frame.arrays, bench.host.runs["a"].run
        assert all(np.isfinite(array).all() for array in arrays.values())
    assert arrays["weights"].shape == (8, 4, 6, 3)
    side = len(arrays["cells"])
    assert arrays["cell_pictures"].shape == (side, side, 4, 6, 3)
    assert run.experiment.plan.shapes[0] == (3, 4, 6)
    assert memory_of(run.experiment).resident > 0


def test_a_run_document_opens_where_it_was() -> None:
    for data in TOYS:
        run = trained(learning(data), 20)
        again = unpacked(msgpack.unpackb(msgpack.packb(packed(HostedRun(run))))).run
        assert again.experiment == run.experiment
        for each in (run, again):
            Cohort([each]).train(20)
        assert again.theta.tobytes() == run.theta.tobytes()


def test_a_run_changes_to_it_and_from_it() -> None:
    run = trained(learning({"noise": 10}))
    run.change(run.experiment.changed({"data": TOYS[0]}))
    assert run.experiment.data == ToyStripes(stripes=4, noise=5)
    run.change(run.experiment.changed({"data": {"kind": "toy_majority"}}))
    assert run.experiment.plan.units == (3, 8, 4, 1)
    Cohort([run]).train(5)
    assert run.experiment.changed({"data": {"kind": "circle"}}) == learning({"kind": "circle"})


def test_its_bounds_are_kept_and_said() -> None:
    with pytest.raises(ValidationError, match="less than or equal to 8"):
        learning({"kind": "toy_stripes", "stripes": 9})
    experiment, [adjustment] = nearest({"data": {"kind": "toy_stripes", "stripes": 9}})
    assert experiment.data == ToyStripes(stripes=8)
    assert adjustment.refusal.message == "data.stripes is 9, but may be 8 at most."


def test_it_stands_in_the_schema_and_on_the_page() -> None:
    kind = Experiment.model_json_schema()["properties"]["data"]["oneOf"][-3]
    assert kind["title"] == "Toy stripes"
    assert kind["description"].startswith("Stripes of alternating classes.\n\n")
    assert kind["properties"]["stripes"]["maximum"] == 8
    assert (
        properties_of_kinds()["toy_bars"]["group"] == "classification"
        and properties_of_kinds()["toy_majority"]["group"] == "logic"
    )
    drawn = thumbnails()
    assert {"toy_stripes", "toy_majority"} <= drawn.keys() and not drawn["toy_bars"]
    assert len(drawn["toy_stripes"]) == 40 and {dot.name for dot in drawn["toy_stripes"]} == {"low", "high"}
    assert all(0 < dot.x < 24 and 0 < dot.y < 24 for dot in drawn["toy_stripes"])
