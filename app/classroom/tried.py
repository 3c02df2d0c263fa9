"""What everyone has tried: the part of a class's document that is the table of settings."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

MOST_ROWS = 2000
MOST_OF_ONE = 40
"""Of each student the latest settings, so that nobody fills the table."""

Axis = Literal[
    "learning_rate",
    "batch_size",
    "neurons",
    "layers",
    "parameters",
    "steps",
    "train_loss",
    "test_loss",
    "accuracy",
]
"""A number of a row that can be plotted."""
Sizes = Annotated[tuple[int, ...], BeforeValidator(tuple)]


class Row(BaseModel):
    """A setting that a student has tried, and the last measures that it reached."""

    model_config = ConfigDict(extra="forbid")

    number: int
    """Rows are numbered as they begin."""
    member: str
    task: str
    run: str
    digest: str
    """Of the whole experiment: another one is another row."""
    sizes: Sizes
    """Units of every layer."""
    activation: str
    method: str
    learning_rate: float
    batch_size: int
    neurons: int
    """Units of the hidden layers."""
    layers: int
    """Layers with weights: the hidden ones and the output."""
    parameters: int
    since: int
    """The step of the run at which it was set; 0: the run began with it."""
    steps: int
    """The step of the run at which it was measured last."""
    train_loss: float | None = None
    test_loss: float | None = None
    accuracy: float | None = None
    """Of the test set; None for a regression."""

    def measure(self, header: Mapping[str, Any]) -> None:
        self.steps = header["step"]
        self.train_loss, self.test_loss = header["train_loss"], header["test_loss"]
        self.accuracy = header["test_accuracy"]


class Tried(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rows: list[Row] = []
    begun: int = 0
    """How many rows were ever begun."""

    def add(self, row: Row) -> None:
        """The oldest rows go: of the student, and of all."""
        self.rows.append(row)
        own = [each for each in self.rows if each.member == row.member]
        if len(own) > MOST_OF_ONE:
            self.rows.remove(own[0])
        del self.rows[:-MOST_ROWS]

    def latest(self, run: str) -> Row | None:
        """The last setting of a run."""
        return next((row for row in reversed(self.rows) if row.run == run), None)

    def forget(self, member: str) -> None:
        self.rows = [row for row in self.rows if row.member != member]
