"""A run travels to any moment of its past, back to the present as it was, or goes on from there; nothing is lost."""

from typing import Any

import msgpack
import pytest

from app.errors import HostError
from app.trainer import run_host
from app.trainer.quanta import Quanta
from app.trainer.run_document import packed
from engine import timeline
from engine.data import tables
from engine.data.sharing import made
from engine.experiment import Experiment
from tests.app.bench import Bench, Seen, lend, own

VIEWS: dict[str, Any] = {"inside": True}
NOISY: dict[str, dict[str, Any]] = {
    "network": {"dropout": "inverted", "normalization": "batch"},
    "optimizer": {"kind": "adam"},
    "data": {"kind": "spiral", "validation_share": 0.2},
}


def state(bench: Bench, run: str = "a") -> Any:
    """All of the run, but its histories and whether it plays."""
    whole = packed(bench.host.runs[run])
    apart = {"losses", "evaluations", "playing"}
    return msgpack.unpackb(msgpack.packb({name: each for name, each in whole.items() if name not in apart}))


def step(bench: Bench, iterations: int = 1, run: str = "a") -> None:
    bench.do(run, "step", iterations=iterations)
    arrive(bench, run)


def arrive(bench: Bench, run: str = "a") -> None:
    while bench.host.runs[run].owed:
        bench.frames(0.05)


def travel(bench: Bench, **where: Any) -> dict[str, Any]:
    """The header of a full frame at the moment."""
    bench.do("a", "travel", **where)
    arrive(bench)
    return newcomer(bench).header


def newcomer(bench: Bench) -> Seen:
    """What a newcomer is shown."""
    bench.host.watch("a", "newcomer", VIEWS)
    [frame] = [each for each in bench.frames(0.05) if each.watcher == "newcomer"]
    bench.host.unwatch("a", "newcomer")
    return frame


def shown(bench: Bench) -> dict[str, Any]:
    """The same besides the histories, the time, and what is said of the past."""
    frame = newcomer(bench)
    apart = {"taken", "present", "goal", "past", "undo", "redo", "place", "milestones", "losses", "pace"}
    fields = {**frame.header, **{name: array.tobytes() for name, array in frame.arrays.items()}}
    return {
        name: field
        for name, field in fields.items()
        if name not in apart and not name.startswith(("history_", "evaluation_"))
    }


@pytest.mark.parametrize("changes", [{}, NOISY])
def test_any_step_is_shown_as_it_was_and_the_present_comes_back(
    bench: Bench, changes: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "MOST_REGULAR", 6)
    bench.start("a", changes)
    for seed in (1, 2):  # in a cohort
        bench.start(f"b{seed}", {**changes, "training": {"seed": seed}})
        bench.do(f"b{seed}", "play")
    states, seen = {}, {}
    for round_ in range(3):
        for _ in range(9):
            step(bench, 5)
            states[bench.host.runs["a"].run.step] = state(bench)
        seen[bench.host.runs["a"].run.step] = shown(bench)
        if round_ == 0:
            bench.do("a", "change", changes={"optimizer": {"learning_rate": 0.03}})
        elif round_ == 1:
            bench.do("a", "change", changes={"data": {"noise": 30}, "training": {"batch_size": 20}})
    present, curve = state(bench), bench.host.runs["a"].run.losses
    for at in (130, 20, 60, 45, 131):
        header = travel(bench, step=at)
        assert (header["step"], header["goal"], header["present"]) == (at, at, 135)
        assert (header["past"], header["state"]) == (0, "paused")
        if at in states and at not in (45, 90):  # after these, a change came
            assert state(bench) == {**states[at], "milestones": state(bench)["milestones"]}
    for at in (90, 134, 45):
        travel(bench, step=at - 1)
        assert {**state(bench), "milestones": []} != {**present, "milestones": []}
        travel(bench, iterations=1)
        # The state after the change: but for its settings, all is as it was before.
        for name in ("theta", "slots", "statistics", "chance", "generator", "step", "updates"):
            assert at not in states or state(bench)[name] == states[at][name], name
    travel(bench, step=90)
    assert shown(bench)["theta"] == seen[90]["theta"]
    header = travel(bench)
    assert header["present"] is None and header["step"] == 135 and state(bench) == present
    assert bench.host.runs["a"].run.losses is curve
    assert shown(bench) == seen[135]
    assert bench.host.runs["a"].formers.counts == (2, 0, 2)


def test_the_curve_shows_the_whole_and_a_branch_leaves_what_came_later_beside_it(bench: Bench) -> None:
    bench.start("a")
    for _ in range(10):
        step(bench, 20)
    present = state(bench)
    losses = bench.host.runs["a"].run.losses.values.copy()
    travel(bench, step=100)
    frame = newcomer(bench)
    assert frame.arrays["history_steps"][-1] == 200 and frame.arrays["evaluation_steps"][-1] == 200
    assert "left_steps" not in frame.arrays and frame.header["undo"] == 0
    run = bench.host.runs["a"].run
    assert run.losses.steps[-1] == 100 == run.evaluations.steps[-1]
    bench.do("a", "change", changes={"optimizer": {"learning_rate": 0.3}})
    step(bench, 50)
    frame = newcomer(bench)
    assert frame.arrays["history_steps"][-1] == 150 and frame.header["present"] is None
    assert frame.arrays["left_steps"].tolist() == [100, 120, 140, 160, 180, 200]
    assert len(frame.arrays["left_test"]) == 6 == len(frame.arrays["left_train"])
    assert run.losses.values[:100].tobytes() == losses[:100].tobytes()
    branch = state(bench)
    # The first undo takes the change back, the second one leads to the present that was left.
    bench.do("a", "undo")
    assert bench.host.runs["a"].run.experiment.optimizer.learning_rate == 0.1
    bench.do("a", "undo")
    assert state(bench) == present
    assert "left_steps" not in newcomer(bench).arrays
    assert travel(bench, step=170)["past"] == 0
    bench.do("a", "redo")
    bench.do("a", "redo")
    assert state(bench)["theta"] == branch["theta"]


@pytest.mark.parametrize("do", ["play", "step"])
def test_who_plays_or_steps_in_the_past_goes_on_from_there(bench: Bench, do: str) -> None:
    bench.start("a")
    step(bench, 90)
    present = state(bench)
    travel(bench, step=40)
    bench.do("a", do)
    bench.frames(0.2)
    bench.do("a", "pause")
    header = newcomer(bench).header
    assert header["present"] is None and header["step"] > 40
    assert bench.host.runs["a"].formers.counts == (1, 0, 1)
    bench.do("a", "undo")
    assert state(bench) == present
    bench.do("a", "redo")
    assert newcomer(bench).header["step"] == header["step"]


def test_steps_and_epochs_back_count_from_where_one_is_going(bench: Bench) -> None:
    bench.start("a")  # 25 steps an epoch
    step(bench, 110)
    for where, at in (
        ({"iterations": -1}, 109),
        ({"epochs": -1}, 100),
        ({"epochs": -1}, 75),
        ({"iterations": 3}, 78),
        ({"epochs": 1}, 100),
        ({"epochs": -5}, 0),
        ({"iterations": -1}, 0),
    ):
        assert travel(bench, **where)["step"] == at
    for _ in range(3):  # quickly, one after another
        bench.do("a", "travel", epochs=1)
    assert bench.host.runs["a"].moment.goal == 75
    bench.do("a", "travel", step=60)
    bench.do("a", "travel", iterations=-2)
    arrive(bench)
    assert newcomer(bench).header["step"] == 58
    assert travel(bench, iterations=1000)["present"] is None
    assert travel(bench, epochs=1)["step"] == 110


def test_a_change_on_the_way_to_a_moment_is_a_change_of_that_moment(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "MOST_REGULAR", 1)
    bench.start("a")
    step(bench, 200)
    bench.do("a", "travel", step=150)
    hosted = bench.host.runs["a"]
    assert hosted.owed
    bench.do("a", "change", changes={"optimizer": {"learning_rate": 0.3}})
    assert hosted.run.step == 150 and hosted.run.losses.steps[-1] == 150 and not hosted.owed
    bench.do("a", "undo")
    bench.do("a", "undo")
    bench.do("a", "travel", step=150)
    bench.do("a", "play")  # which takes what is missing first
    assert hosted.owed and hosted.playing
    bench.frames(0.3)
    assert hosted.run.step > 150


def test_undo_in_the_past_takes_back_the_latest_change_of_the_present(bench: Bench) -> None:
    bench.start("a")
    step(bench, 20)
    travel(bench, step=5)
    with pytest.raises(HostError, match="nothing to undo"):
        bench.do("a", "undo")
    assert newcomer(bench).header["present"] == 20
    bench.do("a", "travel")
    bench.do("a", "reset")
    step(bench, 3)
    travel(bench, step=1)
    bench.do("a", "undo")
    header = newcomer(bench).header
    assert (header["step"], header["present"], header["redo"]) == (20, None, 1)


def refused(bench: Bench, **where: Any) -> HostError:
    before = state(bench)
    with pytest.raises(HostError) as refusal:
        bench.do("a", "travel", **where)
    assert state(bench) == before and bench.host.runs["a"].present is None
    return refusal.value


def test_what_has_no_past_says_so(bench: Bench) -> None:
    bench.start("a")
    assert refused(bench, iterations=-1).code == "no-past"
    assert travel(bench)["step"] == 0
    step(bench, 60)
    assert refused(bench, step=61).values == {"last": 60, "step": 61}
    bench.do("a", "reset")
    assert refused(bench, step=30).code == "no-past"
    step(bench, 5)
    assert refused(bench, step=30).code == "not-taken-yet"
    bench.do("a", "undo")
    assert travel(bench, step=30)["step"] == 30
    travel(bench)
    bench.host.runs["a"].timeline.thin(0)  # a network that is too large for a keyframe
    assert newcomer(bench).header["past"] is None and refused(bench, step=10).code == "no-past"


def test_the_past_begins_where_another_file_is_learned_from_or_the_oldest_is_dropped(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "MOST_OF_CHANGES", 3)
    monkeypatch.setattr(timeline, "MOST_REGULAR", 2)
    for id in "ab":
        lend(bench, id * 32, name=id)
        if id == "a":
            bench.start("a", own("a" * 32))
        else:
            bench.do("a", "change", changes=own("b" * 32), keep_weights=True)
        step(bench, 20)
    assert refused(bench, step=10).values == {"first": 20}
    for rate in (0.2, 0.3, 0.4):
        bench.do("a", "change", changes={"optimizer": {"learning_rate": rate}})
        step(bench, 10)
    assert refused(bench, step=30).values == {"first": 40}
    assert travel(bench, step=45)["past"] == 40
    bench.do("a", "travel")
    bench.do("a", "change", changes={"data": {"validation_share": 0.2}, "training": {"batch_size": 5}})
    step(bench, 10)
    # The table is there as long as the run is awake. Were it not, that would be said.
    tables.keep(set())
    made.cache_clear()
    assert refused(bench, step=65).code == "unusable"


def test_a_run_goes_on_elsewhere_with_its_past(bench: Bench) -> None:
    bench.start("a", NOISY)
    states = {}
    for rate in (0.01, 0.02, 0.03):
        bench.do("a", "change", changes={"optimizer": {"learning_rate": rate}})
        for _ in range(4):
            step(bench, 10)
            states[bench.host.runs["a"].run.step] = state(bench)
    present = state(bench)
    travel(bench, step=70)
    for at in (70, 120):
        if at == 120:
            travel(bench)
        document = msgpack.unpackb(msgpack.packb(bench.host.checkpoint("a")))
        elsewhere = Bench()
        elsewhere.host.start("a", Experiment(), document)
        elsewhere.host.watch("a", "watcher", VIEWS)
        assert state(elsewhere) == state(bench)
        assert newcomer(elsewhere).header["present"] == (120 if at == 70 else None)
        for there in (30, 10, 110):
            assert travel(elsewhere, step=there)["step"] == there
            assert state(elsewhere)["theta"] == states[there]["theta"]
        travel(elsewhere)
        assert state(elsewhere) == present
    # While it plays, the documents that are written every second stay small.
    small = len(msgpack.packb(bench.host.checkpoint("a")["timeline"]))
    bench.do("a", "play")
    assert len(msgpack.packb(bench.host.checkpoint("a")["timeline"])) < small / 2


def test_the_timelines_of_a_host_are_bounded(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_host, "MOST_OF_TIMELINES", 20_000)
    for name in "abc":
        bench.start(name)
        for _ in range(30):
            step(bench, 2, name)
    bench.frames(2)
    assert sum(bench.host.runs[name].timeline.size for name in "abc") <= 20_000
    assert all(bench.host.runs[name].timeline.first == 0 for name in "abc")
    assert travel(bench, step=30)["step"] == 30


def test_a_family_has_no_past(bench: Bench) -> None:
    family = bench.start_family("f", {"training.seed": [1, 2]})
    bench.do("f", "step", iterations=20)
    while family.owed:
        bench.frames(0.05)
    assert all(member.timeline.first is None for member in family.members)
    with pytest.raises(HostError, match="for a single run"):
        bench.do("f", "travel", iterations=-1)


def test_a_moment_is_computed_in_slices_and_the_latest_request_counts(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "MOST_REGULAR", 1)
    bench.start("a")
    step(bench, 3000)
    bench.do("a", "travel", step=2900)
    bench.frames()
    moved = bench.host.runs["a"].run.step
    assert 0 < moved < 2900 and newcomer(bench).header["goal"] == 2900
    bench.do("a", "travel", step=10)
    arrive(bench)
    assert newcomer(bench).header["step"] == 10


def test_a_long_way_is_shown_on_the_way_and_can_be_ended(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "MOST_REGULAR", 0)
    bench.start("a", NOISY)
    step(bench, 60)
    present = state(bench)
    assert [each.step for each in bench.host.runs["a"].timeline.keyframes] == [0]
    # As where a step is dear: rounds of three steps each.
    monkeypatch.setattr(Quanta, "of", lambda quanta, hosted: 3)
    bench.do("a", "travel", step=59)
    headers = [frame.header for _ in range(4) for frame in bench.frames(0.05)]
    assert {each["goal"] for each in headers} == {59} and {each["present"] for each in headers} == {60}
    steps = [each["step"] for each in headers]
    assert 0 <= steps[0] < steps[-1] < 59 and steps == sorted(steps)
    bench.do("a", "pause")
    ended = newcomer(bench).header
    assert steps[-1] <= ended["step"] == ended["goal"] < 59 and ended["present"] == 60
    assert travel(bench)["step"] == 60 and state(bench) == present
