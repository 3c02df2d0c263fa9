"""A family on its host: one run to everybody else, and each of its members as if it were alone."""

from typing import Any

import msgpack
import numpy as np
import pytest

from app.errors import HostError
from app.trainer.family import HostedFamily
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.family import members_of
from engine.losses import answers
from engine.run import Run
from tests.app.bench import Bench, Seen
from tests.app.trainer.work import HEAVY, Work

RATES = ("optimizer.learning_rate", [0.01, 0.1, 1])
MIXED = ("network.hidden", [[], [3], [4, 2]])
"""Three shapes: they cannot be stacked."""


def start(
    bench: Bench, *variations: tuple[str, list[Any]], views: dict[str, Any] | None = None, **base: Any
) -> HostedFamily:
    views = {"resolution": 12, "still_resolution": 12, **(views or {})}
    return bench.start_family("a", dict(variations), base, **views)


def step(bench: Bench, iterations: int) -> Seen:
    """Take so many steps; the frame after the last one."""
    bench.do("a", "step", iterations=iterations)
    until = bench.family("a").step + iterations
    frames: list[Seen] = []
    while not frames or frames[-1].header["step"] < until:
        frames += bench.frames(0.1)
    return frames[-1]


def test_each_member_equals_that_run_alone_bit_for_bit(bench: Bench) -> None:
    family = start(
        bench, MIXED, ("optimizer.kind", ["gradient_descent", "adam"]), network={"dropout": "inverted"}
    )
    seen = step(bench, 37)
    for member, experiment in zip(family.members, members_of(family.base, family.variations), strict=True):
        alone = Run(experiment)
        Cohort([alone]).train(37)
        assert alone.theta.tobytes() == member.run.theta.tobytes()
        assert alone.losses.values.tobytes() == member.run.losses.values.tobytes()
    assert seen.arrays["member_steps"].tolist() == [37] * 6
    assert seen.arrays["tiles"].shape == (6, 12, 12)


def test_a_frame_has_the_engines_numbers_of_all_members_after_one_step(bench: Bench) -> None:
    family = start(bench, RATES, ("training.seed", [0, 1]), data={"validation_share": 0.2})
    step(bench, 5)
    seen = step(bench, 5)
    for place, member in enumerate(family.members):
        [evaluation] = Cohort([member.run]).evaluate()
        assert seen.arrays["measures"][place, :3].tolist() == np.array(evaluation.losses, "f4").tolist()
        assert seen.arrays["measures"][place, 4] == np.float32(evaluation.test_accuracy)
        steps = seen.arrays["curve_steps"][place]
        assert steps[np.isfinite(steps)].tolist() == member.run.evaluations.steps.tolist()
    assert seen.header["variations"][0] == {"field": RATES[0], "values": [0.01, 0.1, 1]}


def test_it_is_commanded_as_one_and_refuses_what_is_for_a_single_run(bench: Bench) -> None:
    family = start(bench, RATES)
    bench.do("a", "speed", iterations_per_second=100)
    bench.do("a", "play")
    seen = bench.frames(2.0)[-1]
    assert (seen.arrays["curve_steps"][:, 0] == 0).all()  # also of one that plays before it was seen
    steps = family.step
    assert 100 < steps < 220 and {member.run.step for member in family.members} == {steps}
    assert bench.do("a", "pause") == {"state": "paused", "was": "playing"}
    bench.frames(1.0)
    assert family.step == steps
    bench.do("a", "reset")
    assert {member.run.step for member in family.members} == {0} and bench.frames(0.1)[-1].header["step"] == 0
    told = bench.host.snapshot("a")
    assert (told["state"], len(told["members"])) == ("paused", 3)
    for do in ("change", "set", "undo", "reseed", "check"):
        with pytest.raises(HostError, match=f"{do} is for a single run"):
            bench.do("a", do, changes={})
    with pytest.raises(HostError, match="weights is for a single run"):
        bench.host.weights("a")


def test_members_that_stop_or_diverge_stay_where_they_are_while_the_others_go_on(bench: Bench) -> None:
    family = start(
        bench, ("training.stop_epochs", [0, 2]), data={"samples": 100}, training={"batch_size": 10}
    )
    seen = step(bench, 40)
    assert seen.arrays["member_steps"].tolist() == [40, 10]
    assert seen.arrays["member_states"].tolist() == [0, 1]
    wild = {"kind": "plane", "features": ["x1_squared", "x2_squared"]}
    start(bench, ("optimizer.learning_rate", [0.0001, 10]), data=wild, network={"activation": "relu"})
    seen = step(bench, 400)
    assert seen.arrays["member_states"].tolist() == [0, 2]
    assert np.isfinite(seen.arrays["measures"][:, 0]).all()
    assert family.state == "paused"


@pytest.mark.parametrize("variation", [RATES, MIXED])
def test_it_goes_on_from_its_document_as_if_nothing_had_happened(
    bench: Bench, variation: tuple[str, list[Any]]
) -> None:
    family = start(bench, variation, ("training.seed", [3, 4]))
    step(bench, 20)
    kept = msgpack.unpackb(msgpack.packb(bench.host.checkpoint("a")))
    other = Bench()
    other.host.start("a", Experiment(), kept)
    other.host.watch("a", "page", {})
    step(bench, 15)
    step(other, 15)
    for member, restored in zip(family.members, other.family("a").members, strict=True):
        assert member.run.theta.tobytes() == restored.run.theta.tobytes()
        assert member.run.evaluations.steps[0] == restored.run.evaluations.steps[0]


def test_a_document_from_the_middle_of_a_turn_has_all_members_at_one_step(work: Work) -> None:
    work.step[True] = work.step[False] = 0.004
    start(work, MIXED)
    work.do("a", "speed", iterations_per_second=None)
    work.do("a", "play")
    family, ends = work.family("a"), []
    for _ in range(60):
        list(work.host.advance(work.now))
        if any(member.in_training for member in family.members):
            kept = work.host.checkpoint("a")
            assert {member["step"] for member in kept["members"]} == {kept["step"]}
            ends += [np.frombuffer(each["losses"]["steps"], "i8")[-1:] for each in kept["members"]]
            assert all(end <= kept["step"] for each in ends[-3:] for end in each)
    assert len(ends) > 3


def test_a_family_makes_a_class_no_slower(work: Work) -> None:
    work.step[True], work.show[True] = 0.002, 0.030
    for number in range(5):
        work.begin(f"light {number}", f"student {number}", {}, 500.0)
    start(work, ("training.seed", list(range(64))))
    work.do("a", "speed", iterations_per_second=None)
    work.do("a", "play")
    work.begin("heavy", "another", HEAVY, None)
    came = work.live(4.0)
    for number in range(5):
        assert len(came[f"light {number}"]) >= 19 * 4 and work.steps(f"light {number}") >= 0.97 * 500 * 4
    used = {name: work.host.rounds.accounts.of(name).used for name in ("visitor", "another")}
    assert used["visitor"] < 1.3 * used["another"] and work.family("a").step > 10


def test_an_ensemble_has_the_numbers_of_the_members_of_the_same_frame(bench: Bench) -> None:
    family = start(bench, ("training.seed", [0, 1, 2]), views={"ensemble": True}, data={"noise": 40})
    seen = step(bench, 60)
    classes = np.array(
        [
            answers(Cohort([member.run]).predict(member.run.dataset.X_test[np.newaxis]))[0]
            for member in family.members
        ]
    )
    right = (classes.sum(axis=0) >= 2) == family.run.dataset.labels_test[0]
    told = seen.header["ensemble"]
    assert told["vote"]["test"] == pytest.approx(right.mean())
    assert told["agreed"]["test"] == pytest.approx((classes.std(axis=0) == 0).mean())
    tiles = seen.arrays["tiles"].astype(int)
    assert np.abs(seen.arrays["ensemble_mean"] - tiles.mean(axis=0)).max() <= 1
    clear = np.abs(tiles).min(axis=0) > 0  # rounded to no side
    others = np.minimum((tiles > 0).sum(axis=0), (tiles <= 0).sum(axis=0))
    assert (seen.arrays["ensemble_split"] == np.rint(255 * others / 3))[clear].all()


def test_members_with_other_data_are_no_ensemble_and_numbers_have_a_spread(bench: Bench) -> None:
    start(bench, ("data.seed", [0, 1]), views={"ensemble": True})
    assert step(bench, 2).header["ensemble"] is None
    start(bench, ("training.seed", [0, 1]), views={"ensemble": True}, data={"kind": "plane"})
    seen = step(bench, 5)
    assert seen.header["ensemble"]["mean"]["test"] <= seen.header["ensemble"]["apart"]["test"]
    assert seen.arrays["ensemble_split"].max() == 255 and seen.arrays["ensemble_spread"][0] > 0


def test_tiles_without_a_plane_show_classes_or_steps(bench: Bench) -> None:
    digits: dict[str, Any] = {
        "data": {"kind": "digits", "samples": 100, "side": 8},
        "objective": {"loss": "softmax"},
    }
    start(bench, RATES, **digits)
    seen = step(bench, 2)
    assert seen.arrays["tile_confusion"].shape == (3, 10, 10) and "tiles" not in seen.arrays


def test_tiles_of_sequences_show_steps(bench: Bench) -> None:
    layers = [{"kind": "gru", "units": 4, "returns": "every_step"}]
    echo = {"kind": "echo", "steps": 6, "delay": 2, "samples": 60}
    start(
        bench,
        ("data.steps", [6, 8]),
        data=echo,
        network={"layers": layers},
        objective={"loss": "softmax"},
    )
    right = step(bench, 2).arrays["tile_right"]
    assert right.shape == (2, 6) and not np.isnan(right[0, 2:]).any()
    assert np.isnan(right[1]).all()  # A member with other steps has no place in this array.
