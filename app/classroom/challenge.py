"""A challenge of a task: a rule, and who ranks first among those whose networks meet it."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.classroom.rule import QUANTITIES, Found, Rule, value_of
from app.errors import Refusal, sentence
from engine.experiment import Experiment
from engine.fault import Fault

MOST_SEEDS = 5
MOST_STEPS = 20_000
"""The most steps that a fresh network takes."""
MOST_TEAMS = 8

RankedBy = Literal["earliest", "neurons", "parameters", "steps"]
Mark = Literal["edited", "loaded"]
"""edited: a person has given or set weights of it; loaded: it continues a network from elsewhere."""

NO_CHALLENGE = sentence("This task has no challenge.")
NO_ACCURACY = sentence("The task is a regression, which has no accuracy: choose a loss.")
UNMET = sentence("No network can meet sentence {number}.")
EXCLUSIVE = sentence("No network can meet both sentence {before} and sentence {number}.")
TOO_LONG = sentence("Fresh networks take {most} steps at most: none can meet sentence {number}.")
NO_TEAM = sentence("There is no such team to choose.")
TEAMS_STAND = sentence("The challenge is over, and its teams stay as they are.")
OWN_TEAM = sentence("The teams are drawn: your teacher may change them.")


class ChallengeToSet(BaseModel):
    """A challenge as a teacher describes it."""

    model_config = ConfigDict(extra="forbid")

    rule: Rule
    ranked_by: RankedBy = "earliest"
    seeds: int = Field(default=0, ge=0, le=MOST_SEEDS)
    """So many fresh networks, with weights drawn anew, must meet the rule too; the server trains them."""
    teams: int = Field(default=0, ge=0, le=MOST_TEAMS)
    """0: everyone for themselves."""
    teams_are_drawn: bool = True
    """False: students choose their team."""

    @model_validator(mode="after")
    def teams_are_several(self) -> Self:
        if self.teams == 1:
            raise Fault("There are two teams at least.", where="teams")
        return self


class Challenge(ChallengeToSet):
    """A challenge of a task."""

    is_over: bool = False
    """Whether the teacher has ended it: the ranking stands."""

    @classmethod
    def of(cls, described: ChallengeToSet, task: Experiment) -> "Challenge":
        """Raises Refusal where nobody could meet it."""
        accuracies = {"test_accuracy", "train_accuracy"}
        asked = {condition.quantity for condition in described.rule.conditions}
        if task.problem == "regression" and asked & accuracies:
            raise Refusal("unusable-challenge", "rule", NO_ACCURACY)
        match described.rule.unmet():
            case [number]:
                raise Refusal("unusable-challenge", "rule", UNMET, number=number)
            case [before, number]:
                raise Refusal("unusable-challenge", "rule", EXCLUSIVE, before=before, number=number)
        for number, each in enumerate(described.rule.conditions, 1):
            # An epoch has one step at least.
            if described.seeds and each.quantity in ("steps", "epochs") and each.span[0] > MOST_STEPS:
                raise Refusal("unusable-challenge", "rule", TOO_LONG, most=MOST_STEPS, number=number)
        return cls(**described.model_dump())


class Entry(BaseModel):
    """A student's place in a challenge: a network of theirs that has met the rule, as the server saw it."""

    model_config = ConfigDict(extra="forbid")

    at: float
    """When, in seconds since 1970."""
    values: dict[str, float | None]
    """All quantities there. Where fresh networks were trained, `steps` is the most that one of them took."""
    marks: list[Mark] = []

    def key(self, ranked_by: RankedBy) -> tuple[bool, float]:
        """The key of the ranking, the least first: marked networks come after all others."""
        value = self.at if ranked_by == "earliest" else self.values.get(ranked_by)
        return bool(self.marks), float("inf") if value is None else value


def entry_of(found: Found, *, now: float) -> Entry:
    marks: list[Mark] = []
    if found.progress["weights_edited"]:
        marks.append("edited")
    if found.progress["is_loaded"]:
        marks.append("loaded")
    return Entry(at=now, values={name: value_of(name, found) for name in QUANTITIES}, marks=marks)
