"""The data of an experiment: which samples there are, what the network is shown of them, and how they are split."""

from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, Field, model_validator

from engine.experiment.table import Table
from engine.fault import Fault
from engine.part import Part, Seed

Feature = Literal["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]
Problem = Literal["classification", "regression"]

REGRESSION = {"plane", "multi_gaussian", "sine", "step", "polynomial"}
MANY_CLASSES = {"blobs", "spirals", "points"}
"""The data sets that have as many classes as one likes."""
TRUTH_TABLES = {"and_gate": 2, "or_gate": 2, "nand_gate": 2, "xor_gate": 2, "not_gate": 1}
"""The data sets that are all rows of a table, and how many inputs they have."""
LINES = {"sine", "step", "polynomial", "not_gate"}
"""The data sets of one input, x1: one looks at them along a line."""
FEATURES_OF_LINES: tuple[Feature, ...] = ("x1", "x1_squared", "sin_x1")

DOMAIN = (-6.0, 6.0)
DOMAIN_OF_TABLES = (-0.5, 1.5)

Coordinate = Annotated[
    float, Field(ge=DOMAIN[0], le=DOMAIN[1]), AfterValidator(lambda value: round(value, 2))
]
Point = tuple[Coordinate, Coordinate, Annotated[int, Field(ge=0, le=9)]]

MOST_PLANAR_SAMPLES = 5_000
MOST_TRAINING_DIGITS, MOST_TEST_DIGITS = 60_000, 10_000
"""MNIST's published sets."""
MOST_EXAMINED = 1_000
"""Of each set of pictures or of a long table only the first so many samples are evaluated: a frame stays cheap."""


class Data(Part):
    """The samples, each with a label: points of the plane or of a line, rows of a table or pictures. They are split
    into a training, a validation and a test set."""

    kind: Literal[
        "circle",
        "xor",
        "gaussians",
        "spiral",
        "plane",
        "multi_gaussian",
        "moons",
        "rings",
        "checkerboard",
        "blobs",
        "spirals",
        "points",
        "and_gate",
        "or_gate",
        "nand_gate",
        "xor_gate",
        "not_gate",
        "sine",
        "step",
        "polynomial",
        "parity",
        "digits",
        "table",
    ] = "circle"
    """The data set. `plane`, `multi_gaussian`, `sine`, `step` and `polynomial` are regressions, the others
    classifications; `points` are a person's own. The gates are truth tables of inputs 0 and 1: their rows are all the
    samples that there are, for training and once more for every other set. `not_gate` and the last three before
    `parity` have one input, x1. `parity` is the table of all rows of `bits` bits, of class 1 where the number of ones
    is odd; `digits` are MNIST's handwritten ones; `table` is a person's own, and a regression if its label is a
    number."""
    classes: int = Field(default=3, ge=2, le=10)
    """How many classes `blobs`, `spirals` and `points` have; digits have ten, the other classifications two."""
    points: tuple[Point, ...] = Field(default=(), max_length=1000)
    """A person's own: x1, x2 and the class of each, from 0; two or more where the data set is `points`."""
    table: Table | None = None
    """A person's own, where the data set is `table`."""
    bits: int = Field(default=4, ge=2, le=8)
    """How many bits each row of `parity` has."""
    side: Literal[28, 16, 8] = 28
    """The pixels along each side of the `digits`: as they were published, or made smaller."""
    samples: int = Field(default=500, ge=10, le=MOST_TRAINING_DIGITS + MOST_TEST_DIGITS)
    """How many samples are drawn, all sets together: up to 5,000 points, or 70,000 digits."""
    noise: float = Field(default=0, ge=0, le=80)
    """Noise in percent, as TensorFlow Playground's users know it."""
    test_share: float = Field(default=0.5, ge=0.1, le=0.9)
    """The share of the samples that is kept for the test."""
    validation_share: float = Field(default=0, ge=0, le=0.5)
    """The share that is kept to choose by, such as when to stop: what is chosen by it cannot be tested on it."""
    features: tuple[Feature, ...] = Field(default=("x1", "x2"), min_length=1, max_length=7)
    """What the network is shown of each point, in this order."""
    standardize: bool = False
    """Whether each feature is brought to mean 0 and variance 1, as measured on the training samples alone."""
    seed: Seed = 0
    """Draws the points and their noise."""

    @model_validator(mode="after")
    def features_are_distinct(self) -> Self:
        if len(set(self.features)) < len(self.features):
            raise Fault("Each feature may be named once.", where="data.features")
        return self

    @model_validator(mode="after")
    def features_read_what_there_is(self) -> Self:
        unknown = next((each for each in self.features if each not in self.possible_features), None)
        if unknown:
            raise Fault(
                "This data set has one input: of the features it has {allowed}.",
                where="data.features",
                allowed=", ".join(self.possible_features),
            )
        return self

    @model_validator(mode="after")
    def table_is_named(self) -> Self:
        if self.kind == "table" and self.table is None:
            raise Fault("Choose a file and its columns first.", where="data.table")
        return self

    @model_validator(mode="after")
    def points_make_a_data_set(self) -> Self:
        if self.kind != "points":
            return self
        if len(self.points) < 2:
            raise Fault(
                "Own points must be two at least: one for the training and one for the test.",
                where="data.points",
            )
        last = max(label for _, _, label in self.points)
        if last >= self.classes:
            raise Fault(
                "There are points of class {label}: rub them out before you take fewer classes.",
                where="data.classes",
                label=last,
            )
        return self

    @model_validator(mode="after")
    def points_are_not_too_many(self) -> Self:
        if self.kind != "digits" and self.samples > MOST_PLANAR_SAMPLES:
            raise Fault(
                "This data set has {most} samples at most: {samples} are too many.",
                where="data.samples",
                samples=self.samples,
                most=MOST_PLANAR_SAMPLES,
            )
        return self

    @model_validator(mode="after")
    def each_set_has_samples(self) -> Self:
        if self.validation_share and not self.n_validation:
            raise Fault(
                "Such a share of {count} samples is not even one.",
                where="data.validation_share",
                count=self.n_samples,
            )
        if self.n_train < 1:
            raise Fault(
                "Test and validation data together leave nothing to train on.", where="data.test_share"
            )
        return self

    @property
    def inputs(self) -> tuple[object, ...]:
        """A name for each of the network's inputs; what has the same name means the same."""
        if self.kind == "parity":
            return tuple(("bit", bit) for bit in range(self.bits))
        if self.kind == "digits":
            return tuple(("pixel", self.side, pixel) for pixel in range(self.side**2))
        if self.own_table:
            return tuple(("column", self.own_table.id, column) for column in self.own_table.inputs)
        return self.features

    @property
    def n_inputs(self) -> int:
        """How many numbers the network is shown of each sample."""
        if self.own_table:
            return len(self.own_table.inputs)
        return {"parity": self.bits, "digits": self.side**2}.get(self.kind, len(self.features))

    @property
    def shape_in(self) -> tuple[int, ...]:
        """The shape of what the network is shown of a sample: (n,), or (C, H, W) of a picture of C channels."""
        return (1, self.side, self.side) if self.kind == "digits" else (self.n_inputs,)

    @property
    def own_table(self) -> Table | None:
        """The person's own table, if it is what is learned from."""
        return self.table if self.kind == "table" else None

    @property
    def problem(self) -> Problem:
        is_value = self.own_table.classes == 0 if self.own_table else self.kind in REGRESSION
        return "regression" if is_value else "classification"

    @property
    def n_classes(self) -> int:
        """How many classes the labels name; a regression has none."""
        if self.problem == "regression":
            return 0
        if self.kind == "digits":
            return 10
        if self.own_table:
            return self.own_table.classes
        return self.classes if self.kind in MANY_CLASSES else 2

    @property
    def view(self) -> Literal["plane", "line", "samples"]:
        """Where one looks at what the units say: over the plane of x1 and x2, along the line of x1 or, where there is
        neither, at a number of samples."""
        if self.kind in ("parity", "digits", "table"):
            return "samples"
        return "line" if self.kind in LINES else "plane"

    @property
    def is_table(self) -> bool:
        """Whether it is a truth table, whose rows are all that there is: they are the training set, and once more every
        other set."""
        return self.kind in TRUTH_TABLES or self.kind == "parity"

    @property
    def domain(self) -> tuple[float, float]:
        """From where to where one looks, along every axis."""
        return DOMAIN_OF_TABLES if self.is_table else DOMAIN

    @property
    def possible_features(self) -> tuple[Feature, ...]:
        """The features that read no more than the inputs that there are."""
        return FEATURES_OF_LINES if self.view == "line" else get_args(Feature)

    @property
    def n_samples(self) -> int:
        """How many different samples there are."""
        if self.is_table:
            return int(2 ** TRUTH_TABLES.get(self.kind, self.bits))
        if self.own_table:
            return self.own_table.rows
        return len(self.points) if self.kind == "points" else self.samples

    @property
    def n_test(self) -> int:
        """The share that is asked for, but of two points one is for the test and one is not; and of digits no more are
        left for training than were published for it."""
        if self.is_table:
            return self.n_samples
        n_test = max(1, min(round(self.n_samples * self.test_share), self.n_samples - 1))
        if self.kind == "digits":
            n_test = min(max(n_test, self.n_samples - MOST_TRAINING_DIGITS), MOST_TEST_DIGITS)
        return n_test

    @property
    def n_validation(self) -> int:
        if self.is_table:
            return self.n_samples if self.validation_share else 0
        return round(self.n_samples * self.validation_share)

    @property
    def n_train(self) -> int:
        return self.n_samples if self.is_table else self.n_samples - self.n_validation - self.n_test

    @property
    def examined(self) -> int | None:
        """Of each set so many samples, the first, are evaluated; None: all of them."""
        return MOST_EXAMINED if self.kind == "digits" or self.n_samples > MOST_PLANAR_SAMPLES else None
