"""A question before a run starts: everyone says what will happen, and sees what others say once it is opened."""

import math
import secrets
import unicodedata
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.classroom.member import Member
from app.errors import Refusal, sentence
from app.names import Name, printable
from engine.data.description import DOMAIN
from engine.fault import Fault

MOST_OPTIONS = 8
MOST_EPOCHS = 1000
MOST_PLACES = 64
"""The most corners of a drawn boundary."""

SAME_OPTION = sentence("There are two options “{option}”.")
LATE = sentence("Your guess comes too late: the run has started.")
NO_QUESTION = sentence("There is no such question: your teacher has ended it, or asked another one.")
NOT_A_NUMBER = sentence("A guess at this question is a number.")
NOT_AN_OPTION = sentence("A guess at this question is one of its options.")
NOT_A_LINE = sentence("A guess at this question is a line with two to {most} corners, within the plane.")
STARTED = sentence("The run has started already.")
NOT_STARTED = sentence("Start the run first: the guesses are opened beside what comes of it.")
NO_OUTCOME = sentence("Say what has come of it, so that the guesses can be compared with it.")

Asked = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Unit = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=20),
    AfterValidator(lambda text: printable(text) if text else text),
]
Coordinate = Annotated[float, Field(ge=DOMAIN[0], le=DOMAIN[1], allow_inf_nan=False)]
Line = Annotated[list[tuple[Coordinate, Coordinate]], Field(min_length=2, max_length=MOST_PLACES)]
Number = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
Guess = Number | Line
"""A number; the number of an option; or a line over the plane."""
Measure = Literal["train_loss", "test_loss", "train_accuracy", "test_accuracy"]
State = Literal["asked", "running", "open"]


class ToAsk(BaseModel):
    """A question as a teacher writes it."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[Asked, AfterValidator(printable)]
    kind: Literal["number", "choice", "boundary"]
    unit: Unit = ""
    """The unit of the number."""
    measure: Measure | None = None
    """The number that the run itself answers with: accuracies in per cent. Null: the teacher says what came of it."""
    options: Annotated[list[Name], Field(max_length=MOST_OPTIONS)] = []
    """To choose among."""
    task: str | None = None
    """The task whose network runs; null: the default one."""
    epochs: Annotated[int, Field(ge=1, le=MOST_EPOCHS)] = 50
    """So long does it run."""

    @model_validator(mode="after")
    def options_belong_to_a_choice(self) -> Self:
        if self.kind == "choice" and len(self.options) < 2:
            raise Fault("A choice needs two options at least.", where="options")
        return self


class Question(ToAsk):
    id: str
    state: State = "asked"
    guesses: dict[str, Guess] = {}
    """By member."""
    outcome: Number | None = None
    """The number that came of it, or that of the option; None: none yet, or a boundary, which the network shows."""

    @classmethod
    def of(cls, asked: ToAsk) -> "Question":
        """A question that was not asked before. Raises Refusal."""
        shown = [" ".join(unicodedata.normalize("NFC", option).split()) for option in asked.options]
        for nth, option in enumerate(shown):
            if asked.kind == "choice" and option in shown[:nth]:
                raise Refusal("same-option", "options", SAME_OPTION, option=option)
        return cls(id=secrets.token_urlsafe(6), **asked.model_dump())

    def guess(self, member: Member, value: Guess) -> None:
        """Take a guess, or another one in its place. Raises Refusal."""
        if self.state != "asked":
            raise Refusal("too-late", "value", LATE)
        self._check(value)
        self.guesses[member.id] = value

    def _check(self, value: Guess) -> None:
        is_number = isinstance(value, int | float)
        if self.kind == "boundary":
            if is_number:
                raise Refusal("no-line", "value", NOT_A_LINE, most=MOST_PLACES)
        elif not is_number:
            raise Refusal("no-number", "value", NOT_A_NUMBER)
        elif self.kind == "choice" and value not in range(len(self.options)):
            raise Refusal("no-option", "value", NOT_AN_OPTION)

    def start(self) -> None:
        if self.state != "asked":
            raise Refusal("started", None, STARTED)
        self.state = "running"

    def open(self, outcome: float | None) -> None:
        """Show the guesses beside what came of it."""
        if self.state == "asked":
            raise Refusal("not-started", None, NOT_STARTED)
        if self.kind != "boundary":
            if outcome is None:
                raise Refusal("no-outcome", "outcome", NO_OUTCOME)
            self._check(outcome)
            self.outcome = outcome
        self.state = "open"

    def measured(self, snapshot: dict[str, Any]) -> float | None:
        """The outcome as the run has it, with three digits, where it answers the question by itself."""
        value: float | None = None if self.measure is None else snapshot[self.measure]
        if value is None or not math.isfinite(value):
            return None
        if self.measure in ("train_accuracy", "test_accuracy"):
            return round(100 * value, 1)
        return float(f"{value:.3g}")

    def shown(self) -> dict[str, Any]:
        """The question as everyone is told it."""
        return self.model_dump(exclude={"guesses"})

    def shown_to(self, member: Member) -> dict[str, Any]:
        """The question as a student is told it, with their own guess and no other."""
        return {**self.shown(), "guess": self.guesses.get(member.id)}
