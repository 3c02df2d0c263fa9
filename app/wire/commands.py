"""The commands that a page may send over the live socket; `app.wire.messages` lists their effects."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from app.frames.embedding import Coordinate
from app.frames.ground import ChosenPlane
from app.frames.looks import AnyViews
from app.frames.views import Views
from engine.fault import Fault

MAX_COMMAND_BYTES = 64 * 1024

RunId = Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[A-Za-z0-9_-]+$")]


class Command(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    id: Annotated[int, Field(ge=0, le=2**53 - 1)] | None = None


class Ping(Command):
    do: Literal["ping"]


class OfRun(Command):
    run: RunId


class OfClass(Command):
    code: Annotated[str, Field(max_length=32)]


Role = Literal["teacher", "projector", "student"]


Shared = Literal["overlay", "settings", "guesses", "pool"]
"""What a board or a wall shows of all students together: see `app.classroom.shared`."""


class Attend(OfClass):
    """Be told of a class; `visible` names the tiles that the page shows, null: all, and `shared` what a teacher's page
    shows of all together. As a projector, a page is told nothing that is the teacher's alone, and of all together what
    is on the wall; a null role is the highest that the visitor has."""

    do: Literal["attend"]
    role: Role | None = None
    visible: Annotated[list[RunId], Field(max_length=1000)] | None = None
    shared: Annotated[list[Shared], Field(max_length=4)] = []


class Leave(OfClass):
    do: Literal["leave"]


class Watch(OfRun):
    do: Literal["watch"]
    views: AnyViews = Views()


class Unwatch(OfRun):
    do: Literal["unwatch"]


class Ack(OfRun):
    do: Literal["ack"]
    number: int = Field(ge=1, le=2**53 - 1)


class Play(OfRun):
    do: Literal["play"]


class Pause(OfRun):
    do: Literal["pause"]


class Step(OfRun):
    do: Literal["step"]
    iterations: int | None = Field(default=None, ge=1, le=1000)
    epochs: int | None = Field(default=None, ge=1, le=100)


class Speed(OfRun):
    do: Literal["speed"]
    iterations_per_second: float | None = Field(ge=0.1, le=100_000)


class Reset(OfRun):
    do: Literal["reset"]


class Reseed(OfRun):
    do: Literal["reseed"]


class Change(OfRun):
    do: Literal["change"]
    changes: dict[str, dict[str, Any]]
    gesture: int | None = Field(default=None, ge=0, le=2**53 - 1)
    """Changes of one gesture, such as dragging a slider, are undone as one."""
    keep_weights: bool = False
    """Whether to keep the weights where a change, such as another data set, would begin the training anew."""
    begins: bool = False
    """Whether to begin the training anew where weights would be kept, as with another architecture."""


class Set(OfRun):
    """Set one parameter by hand (see `engine.editing`)."""

    do: Literal["set"]
    parameter: Annotated[str, Field(min_length=1, max_length=16)]
    layer: int = Field(ge=1, le=2**31 - 1)
    unit: int = Field(ge=0, le=2**31 - 1)
    input: int = Field(default=0, ge=0, le=2**31 - 1)
    value: float
    gesture: int | None = Field(default=None, ge=0, le=2**53 - 1)


class Put(OfRun):
    """Put the run on a point of a plane of its parameters that the page watches."""

    do: Literal["put"]
    ground: ChosenPlane
    at: tuple[Coordinate, Coordinate]
    gesture: int | None = Field(default=None, ge=0, le=2**53 - 1)


class Undo(OfRun):
    do: Literal["undo"]


class Redo(OfRun):
    do: Literal["redo"]


class Travel(OfRun):
    """Go to a moment of the past: to a step, or back and forth by iterations or epochs; without any, to the present."""

    do: Literal["travel"]
    step: int | None = Field(default=None, ge=0, le=2**53 - 1)
    iterations: int | None = Field(default=None, ge=-1000, le=1000)
    epochs: int | None = Field(default=None, ge=-100, le=100)

    @model_validator(mode="after")
    def goes_one_way(self) -> Self:
        if sum(each is not None for each in (self.step, self.iterations, self.epochs)) > 1:
            raise Fault("One of {fields} is enough.", fields="step, iterations, epochs")
        if self.iterations == 0 or self.epochs == 0:
            raise Fault("Back and forth are numbers below and above 0.")
        return self


class Check(OfRun):
    do: Literal["check"]


AnyCommand = Annotated[
    Watch
    | Unwatch
    | Ack
    | Play
    | Pause
    | Step
    | Speed
    | Reset
    | Reseed
    | Change
    | Set
    | Put
    | Undo
    | Redo
    | Travel
    | Check
    | Attend
    | Leave
    | Ping,
    Field(discriminator="do"),
]
reader: TypeAdapter[AnyCommand] = TypeAdapter(AnyCommand)
