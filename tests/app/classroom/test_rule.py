"""Rules of challenges: what their sentences measure, and who ranks where."""

from typing import Any

import pytest
from pydantic import ValidationError

from app.classroom import door, tasks
from app.classroom.challenge import MOST_STEPS, Challenge, ChallengeToSet, Entry, entry_of
from app.classroom.challenging import challenge_of, draw_teams, join_team, set_challenge
from app.classroom.classroom import Classroom
from app.classroom.ranking import ranked_teams, ranking
from app.classroom.rule import Found, Rule, n_parameters
from app.classroom.task import Task, TaskToSet
from app.errors import Refusal
from engine.experiment import Experiment
from tests.app.classroom.made import made

TASK = Experiment()


def rule(*sentences: tuple[str, str, float], activations: tuple[str, ...] = ()) -> Rule:
    conditions = [{"quantity": q, "relation": relation, "bound": bound} for q, relation, bound in sentences]
    return Rule.model_validate({"conditions": conditions, "activations": activations})


def found(changes: dict[str, Any] | None = None, **progress: Any) -> Found:
    begun = {
        "step": 0,
        "epoch": 0.0,
        "weights_edited": False,
        "is_loaded": False,
        "test_accuracy": None,
        "train_accuracy": None,
    }
    losses = {"test_loss": 0.5, "train_loss": 0.5}
    return Found({**begun, **losses, **progress}, TASK.changed(changes or {}))


@pytest.mark.parametrize(
    ("sentences", "fault"),
    [
        ([("test_loss", "below", 0)], "No network can meet sentence 1."),
        ([("steps", "at_most", 9), ("test_accuracy", "above", 1)], "No network can meet sentence 2."),
        ([("inputs", "below", 1)], "No network can meet sentence 1."),
        ([("parameters", "at_most", 0)], "No network can meet sentence 1."),
        (
            [("neurons", "above", 4), ("test_loss", "below", 1), ("neurons", "below", 5)],
            "No network can meet both sentence 1 and sentence 3.",
        ),
        (
            [("test_loss", "above", 0.1), ("test_loss", "at_most", 0.1)],
            "No network can meet both sentence 1 and sentence 2.",
        ),
    ],
)
def test_a_rule_that_no_network_can_meet_is_refused(sentences: list[Any], fault: str) -> None:
    with pytest.raises(Refusal, match=fault):
        Challenge.of(ChallengeToSet(rule=rule(*sentences)), TASK)


@pytest.mark.parametrize("quantity", ["steps", "epochs"])
def test_fresh_networks_reach_what_a_rule_asks_for(quantity: str) -> None:
    asked = rule(("test_loss", "below", 1), (quantity, "above", MOST_STEPS))
    Challenge.of(ChallengeToSet(rule=asked), TASK)
    Challenge.of(ChallengeToSet(rule=rule((quantity, "at_least", MOST_STEPS)), seeds=1), TASK)
    with pytest.raises(Refusal, match="Fresh networks take 20,000 steps at most"):
        Challenge.of(ChallengeToSet(rule=asked, seeds=1), TASK)


def test_a_rule_at_the_end_of_what_there_is_stands() -> None:
    for stands in (
        rule(("test_loss", "at_most", 0), ("train_accuracy", "at_least", 1), ("layers", "below", 1)),
        rule(
            ("neurons", "above", 4),
            ("neurons", "below", 6),
            ("epochs", "at_least", 2),
            ("epochs", "at_most", 2),
        ),
    ):
        assert Challenge.of(ChallengeToSet(rule=stands), TASK).rule == stands


def test_each_sentence_is_read_from_the_run() -> None:
    run = found({"network": {"hidden": [4, 3]}}, test_loss=0.04, step=200, epoch=8.0)
    held = {
        ("test_loss", "below", 0.05): True,
        ("test_loss", "below", 0.04): False,
        ("test_loss", "at_most", 0.04): True,
        ("neurons", "at_most", 7): True,
        ("neurons", "at_most", 6): False,
        ("layers", "at_least", 2): True,
        ("layers", "above", 2): False,
        ("parameters", "at_most", 4 * 3 + 3 * 5 + 4): True,
        ("inputs", "at_most", 2): True,
        ("steps", "below", 200): False,
        ("epochs", "at_most", 8): True,
        ("test_accuracy", "at_least", 0): False,
    }
    for sentence, holds in held.items():
        check = rule(sentence).check(run, rule(sentence).differences(run.experiment, TASK))
        assert check.is_met is holds, sentence
    assert n_parameters(run.experiment) == 4 * 3 + 3 * 5 + 4
    assert not rule(("test_loss", "below", 9)).is_met(found(test_loss=float("nan")), TASK)


def test_the_task_decides_on_samples_and_loss_and_the_student_on_the_rest() -> None:
    easy = rule(("test_loss", "below", 9), activations=("relu",))
    allowed: dict[str, Any] = {"network": {"activation": "relu"}}
    assert easy.is_met(found({**allowed, "data": {"features": ["x1"], "standardize": True}}), TASK)
    assert easy.is_met(found({**allowed, "objective": {"regularization": "l2"}}), TASK)
    assert easy.differences(TASK, TASK).activations == ("tanh",)
    changes: list[dict[str, Any]] = [{"noise": 10}, {"seed": 3}, {"kind": "gaussians"}]
    for change in changes:
        assert easy.differences(TASK.changed({**allowed, "data": change}), TASK).samples
    assert easy.differences(TASK.changed({**allowed, "objective": {"loss": "hinge"}}), TASK).loss
    assert rule(("steps", "at_most", 900), ("epochs", "at_most", 2)).most_steps(TASK) == 50


def test_a_blank_takes_no_number_that_makes_no_sense() -> None:
    for sentence in (("neurons", "at_most", 2.5), ("test_accuracy", "at_least", 95), ("steps", "below", -1)):
        with pytest.raises(ValidationError):
            rule(sentence)
    with pytest.raises(ValidationError):
        ChallengeToSet(rule=rule(("steps", "below", 9)), teams=1)
    regression = Experiment.model_validate({"data": {"kind": "plane"}})
    with pytest.raises(Refusal):
        Challenge.of(ChallengeToSet(rule=rule(("test_accuracy", "at_least", 0.9))), regression)


def classroom_with(count: int, **challenge: Any) -> tuple[Classroom, Task]:
    classroom = made(most_members=200)
    for number in range(count):
        door.join(classroom, f"v{number}", f"n{number}", "en", 0)
    task = tasks.add(classroom, TaskToSet(title="x", experiment=TASK))
    described = {"rule": rule(("test_loss", "below", 0.1)).model_dump(), **challenge}
    set_challenge(classroom, task, ChallengeToSet.model_validate(described))
    return classroom, task


def test_equal_ones_share_a_place_and_marked_ones_come_last() -> None:
    classroom, task = classroom_with(5, ranked_by="neurons")
    neurons = [6, 4, 2, 4]
    for at, (member, count) in enumerate(zip(classroom.members, neurons, strict=False)):
        member.entries = {task.id: Entry(at=at, values={"neurons": count})}
    classroom.members[2].entries[task.id].marks.append("edited")
    places = [(each.place, each.member.nickname) for each in ranking(classroom, task)]
    assert places == [(1, "n1"), (1, "n3"), (3, "n0"), (4, "n2")]
    classroom.members[1].standing = "out"
    assert [each.place for each in ranking(classroom, task)] == [1, 2, 3]
    # A stored class has all of it.
    assert Classroom.model_validate(classroom.model_dump(mode="json")) == classroom
    # Another rule has another ranking.
    set_challenge(classroom, task, ChallengeToSet(rule=rule(("steps", "below", 9))))
    assert ranking(classroom, task) == []


def test_teams_are_drawn_alike_or_chosen() -> None:
    classroom, task = classroom_with(7, teams=3)
    sizes = sorted(each.members for each in ranked_teams(classroom, task, []))
    assert sizes == [2, 2, 3]
    ann = classroom.members[0]
    with pytest.raises(Refusal):
        join_team(ann, task, 1, by_teacher=False)
    for team in (0, 4):
        with pytest.raises(Refusal):
            join_team(ann, task, team, by_teacher=True)
    join_team(ann, task, 2, by_teacher=True)
    ann.entries = {task.id: Entry(at=1, values={})}
    first, *rest = ranked_teams(classroom, task, ranking(classroom, task))
    assert (first.place, first.team, first.met) == (1, 2, 1) and [each.place for each in rest] == [2, 2]
    chosen, task = classroom_with(2, teams=2, teams_are_drawn=False)
    draw_teams(chosen, task)
    assert all(member.teams == {} for member in chosen.members)
    join_team(chosen.members[0], task, 2, by_teacher=False)
    # Nobody goes over to the winners afterwards.
    challenge_of(task).is_over = True
    with pytest.raises(Refusal):
        join_team(chosen.members[1], task, 2, by_teacher=False)


def test_marks_say_where_weights_came_from() -> None:
    assert entry_of(found(), now=1).marks == []
    assert entry_of(found(weights_edited=True, is_loaded=True), now=1).marks == ["edited", "loaded"]
