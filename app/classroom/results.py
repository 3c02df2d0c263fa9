"""The results of a class as a table: for each network of each student its settings, its measures and its place."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.member import Member
from app.classroom.ranking import ranking
from app.classroom.rule import QUANTITIES, Found, activations, value_of
from app.classroom.task import Task
from app.errors import Refusal
from app.runs.access import Do
from engine.experiment import Experiment
from engine.sheets.sheet import Sheet, harmless, measured, number, written

SETTINGS = ("data", "features", "hidden", "activations", "optimizer", "learning_rate", "batch_size", "loss")
HEADER = ("nickname", "task", *SETTINGS, *QUANTITIES, "met_at", "place", "team", "marks", "fault")


async def results(classrooms: Classrooms, classroom: Classroom) -> bytes:
    """The CSV file. It has no ids; a run that cannot be read now has its reason in the last column."""
    places = {
        task.id: {each.member.id: each.place for each in ranking(classroom, task)} for task in classroom.tasks
    }
    rows = []
    for member in [*classroom.inside()]:  # some may leave meanwhile
        for id, run in member.runs.items():
            task = next((task for task in classroom.tasks if task.id == id), None)
            told = {
                "nickname": harmless(member.nickname),
                "task": "" if task is None else harmless(task.title),
            }
            told |= await told_of(classrooms, member, run)
            told |= placed(member, task, places)
            rows.append([told.get(column, "") for column in HEADER])
    return written(Sheet(HEADER, rows))


async def told_of(classrooms: Classrooms, member: Member, run: str) -> dict[str, str]:
    """The settings and measures of a run, which wakes paused where it sleeps."""
    try:
        owned = await classrooms.runs.of(member.owner, run, "", Do.SEE, pause=True)
        progress = await owned.snapshot()
    except Refusal as refusal:
        return {"fault": refusal.code}
    found = Found(progress, Experiment.model_validate(progress["experiment"]))
    values = {name: value_of(name, found) for name in QUANTITIES}
    return settings_of(found.experiment) | {
        name: "" if value is None else measured(value) if isinstance(value, float) else str(value)
        for name, value in values.items()
    }


def settings_of(experiment: Experiment) -> dict[str, str]:
    return {
        "data": experiment.data.kind,
        "features": " ".join(harmless(str(each)) for each in experiment.data.chosen_features),
        "hidden": " ".join(map(str, experiment.plan.units[1:-1])),
        "activations": " ".join(sorted(activations(experiment))),
        "optimizer": experiment.optimizer.kind,
        "learning_rate": number(experiment.optimizer.learning_rate),
        "batch_size": number(experiment.batch_size),
        "loss": experiment.objective.loss,
    }


def placed(member: Member, task: Task | None, places: Mapping[str, Mapping[str, int]]) -> dict[str, str]:
    """The place in the task's challenge."""
    if task is None or task.challenge is None:
        return {}
    told: dict[str, Any] = {"team": member.teams.get(task.id, "")}
    if entry := member.entries.get(task.id):
        told["met_at"] = datetime.fromtimestamp(entry.at, UTC).isoformat(timespec="seconds")
        told["place"] = places[task.id].get(member.id, "")
        told["marks"] = " ".join(entry.marks)
    return {name: str(value) for name, value in told.items()}
