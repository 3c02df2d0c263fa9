"""The settings that everyone has tried: a part of a class's document."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, PrivateAttr

MOST_ROWS = 2000
MOST_OF_ONE = 40
"""The most settings of a student, the latest ones, so that nobody fills the table."""

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
    """The digest of the whole experiment: another one is another row."""
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
    """The accuracy on the test set; None for a regression."""

    def measure(self, header: Mapping[str, Any]) -> None:
        self.steps = header["step"]
        self.train_loss, self.test_loss = header["train_loss"], header["test_loss"]
        self.accuracy = header["test_accuracy"]


class Tried(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rows: list[Row] = []
    """In the order of their numbers."""
    begun: int = 0
    """The number of rows that were ever begun."""

    _counts: Counter[str] = PrivateAttr(default_factory=Counter)
    """The number of rows of each member: a push to a class begins two hundred rows at once."""

    def model_post_init(self, context: Any) -> None:
        self._counts.update(row.member for row in self.rows)

    def add(self, row: Row) -> None:
        """The oldest rows go: of the student, and of all."""
        self.rows.append(row)
        self._counts[row.member] += 1
        if self._counts[row.member] > MOST_OF_ONE:
            self.drop(next(each for each in self.rows if each.member == row.member))
        if len(self.rows) > MOST_ROWS:
            self.drop(self.rows[0])

    def drop(self, row: Row) -> None:
        """Remove this row, if it is still there."""
        place = bisect_left(self.rows, row.number, key=lambda each: each.number)
        if place < len(self.rows) and self.rows[place] is row:
            del self.rows[place]
            self._counts[row.member] -= 1

    def latest(self, run: str) -> Row | None:
        """The last setting of a run."""
        return next((row for row in reversed(self.rows) if row.run == run), None)

    def forget(self, member: str) -> None:
        self.rows = [row for row in self.rows if row.member != member]
        del self._counts[member]
