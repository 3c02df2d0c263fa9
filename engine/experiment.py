"""An experiment says what to train: the data, the network, the objective, the optimiser, the training.

It is the only description of a run. The REST body, the address of a page, a lesson and a stored row all
read and write it, and its bounds and defaults live here and nowhere else.
"""

import itertools
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Feature = Literal["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]
Problem = Literal["classification", "regression"]
Seed = Annotated[int, Field(ge=0, le=2**32 - 1)]

ActivationName = Literal[
    "linear", "step", "sigmoid", "tanh", "relu", "leaky_relu", "prelu", "elu", "softplus", "silu", "gelu"
]

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
FEWEST_ROWS, MOST_ROWS = 10, 20_000
MOST_COLUMNS, MOST_INPUTS = 40, 20
"""Of a person's own table: what there may be, and how many columns a network may be shown."""
MOST_CLASSES = 10
MOST_EXAMINED = 1_000
"""Of each set of pictures or of a long table only the first so many samples are evaluated: a frame stays cheap."""
MOST_DRAWN_UNITS = 16
"""More in a layer would not be told apart where each unit is drawn as a map of the plane."""
MOST_PARAMETERS = 500_000
"""A network of 784-512-10 has 407,050, and a checkpoint of it beside Adam's memory takes 5 MB."""
MOST_SOLVED = 1_000_000
"""Equations times unknowns of least squares, which are solved within one step: half a second."""


class Part(BaseModel):
    """A part of an experiment: immutable, and refusing what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)


ColumnNumber = Annotated[int, Field(ge=0, lt=MOST_COLUMNS)]


class Table(Part):
    """What is learned from a person's own table, which this describes so far that nothing else need be known of it."""

    id: str = Field(pattern="^[0-9a-f]{32}$")
    """A digest of what it holds: equal ids have equal values."""
    rows: int = Field(ge=FEWEST_ROWS, le=MOST_ROWS)
    """How many samples it has."""
    inputs: tuple[ColumnNumber, ...] = Field(min_length=1, max_length=MOST_INPUTS)
    """The columns that the network is shown, counted from 0."""
    label: ColumnNumber
    """The column that it is to predict."""
    classes: int = Field(ge=0, le=MOST_CLASSES)
    """How many different values the label has, each of which is a class; 0: it is a number, to be predicted as one."""

    @model_validator(mode="after")
    def each_column_has_one_use(self) -> Self:
        if self.classes == 1:
            raise ValueError("data.table.classes is 1: with a single class there is nothing to tell apart")
        if len({*self.inputs, self.label}) <= len(self.inputs):
            raise ValueError("data.table names a column twice: each may be one input, or the label")
        return self


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
    noise: float = Field(default=0, ge=0, le=50)
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
            raise ValueError("each feature may be named once")
        return self

    @model_validator(mode="after")
    def features_read_what_there_is(self) -> Self:
        unknown = next((each for each in self.features if each not in self.possible_features), None)
        if unknown:
            raise ValueError(
                f"data.features names {unknown}, but the data set {self.kind} has one input, x1: allowed are "
                f"{', '.join(self.possible_features)}"
            )
        return self

    @model_validator(mode="after")
    def table_is_named(self) -> Self:
        if self.kind == "table" and self.table is None:
            raise ValueError(
                "data.kind is table, but data.table is missing: send a CSV file first, and name it and its columns here"
            )
        return self

    @model_validator(mode="after")
    def points_make_a_data_set(self) -> Self:
        if self.kind != "points":
            return self
        if len(self.points) < 2:
            raise ValueError(
                f"data.points has {len(self.points)} points, but must have 2 at least: one for the training and one "
                "for the test"
            )
        last = max(label for _, _, label in self.points)
        if last >= self.classes:
            raise ValueError(
                f"data.points has a point of class {last}, but data.classes is {self.classes}: classes are counted "
                "from 0"
            )
        return self

    @model_validator(mode="after")
    def points_are_not_too_many(self) -> Self:
        if self.kind != "digits" and self.samples > MOST_PLANAR_SAMPLES:
            raise ValueError(
                f"data.samples is {self.samples}, but {self.kind} has at most {MOST_PLANAR_SAMPLES}"
            )
        return self

    @model_validator(mode="after")
    def each_set_has_samples(self) -> Self:
        if self.validation_share and not self.n_validation:
            raise ValueError(
                f"data.validation_share is {self.validation_share:g}, which is not one of {self.n_samples} samples"
            )
        if self.n_train < 1:
            raise ValueError(
                f"data.test_share is {self.test_share:g} and data.validation_share is {self.validation_share:g}: "
                "together they leave no sample for the training"
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
    def own_table(self) -> Table | None:
        """The person's own table, if it is what is learned from."""
        return self.table if self.kind == "table" else None

    @property
    def problem(self) -> Problem:
        values = self.kind in REGRESSION or (self.own_table and not self.own_table.classes)
        return "regression" if values else "classification"

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


class Architecture(Part):
    """The network between the features and the output."""

    hidden: tuple[Annotated[int, Field(ge=1, le=512)], ...] = Field(default=(4, 2), max_length=6)
    """The number of units of each hidden layer: up to 16 where they are drawn over the plane."""
    activation: ActivationName = "tanh"
    """The activation function of the hidden layers."""
    activations: tuple[ActivationName, ...] | None = None
    """One for each hidden layer, where they are to differ; `activation` then counts no more."""
    slope: float = Field(default=0.01, ge=0, le=1)
    """The slope below zero: leaky ReLU's, and the one from which parametric ReLU starts to learn."""
    initializer: Literal["zeros", "small", "xavier", "he", "orthogonal"] = "xavier"
    """How the weights are drawn. Xavier is the default because tanh is: it keeps the variance of tanh's
    activations, and that of their gradients, about the same from layer to layer. ReLU, which passes only
    half of its inputs, wants He's twice larger variance."""
    bias: float = Field(default=0, ge=-1, le=1)
    """Where the biases begin. A little above 0 keeps ReLU's units alive at the start."""
    normalization: Literal["none", "batch"] = "none"
    """Whether the sums of each hidden layer are normalised over the batch before the activation function."""
    dropout: Literal["none", "classic", "inverted"] = "none"
    """Whether hidden units are left out by chance while training. The classic form makes up for it when the network
    is used, the inverted one while it is trained."""
    dropout_rate: float = Field(default=0.2, ge=0, le=0.9)
    """How likely a unit is out, in every step and for every sample anew."""
    dropout_rates: tuple[Annotated[float, Field(ge=0, le=0.9)], ...] | None = None
    """One for each hidden layer, where they are to differ; `dropout_rate` then counts no more."""

    @model_validator(mode="after")
    def each_layer_has_its_own(self) -> Self:
        if self.activations is not None and len(self.activations) != len(self.hidden):
            raise ValueError(
                f"network.activations names {len(self.activations)} functions for {len(self.hidden)} hidden layers: "
                "name one for each, or leave it out"
            )
        if self.dropout_rates is not None and len(self.dropout_rates) != len(self.hidden):
            raise ValueError(
                f"network.dropout_rates names {len(self.dropout_rates)} rates for {len(self.hidden)} hidden layers: "
                "name one for each, or leave it out"
            )
        return self

    @property
    def activation_of_layers(self) -> tuple[ActivationName, ...]:
        """The activation function of each hidden layer."""
        return (self.activation,) * len(self.hidden) if self.activations is None else self.activations

    @property
    def dropout_rate_of_layers(self) -> tuple[float, ...]:
        """How likely a unit of each hidden layer is out."""
        return (self.dropout_rate,) * len(self.hidden) if self.dropout_rates is None else self.dropout_rates


class Objective(Part):
    """What is made small: a loss, and perhaps a penalty on the size of the weights."""

    loss: Literal["squared_error", "cross_entropy", "softmax", "hinge", "perceptron"] = "squared_error"
    """Squared error reads the output through tanh (classification) or as it is (regression); cross-entropy
    reads it as the logit of a probability; softmax reads one output for each class as the logits of probabilities
    that add up to 1; hinge asks the output to be on its class's side of 0 by 1 at least; perceptron learns from
    mistakes alone, and knows no hidden layers. All but squared error are for classification only. With more than two
    classes there is one output for each, and all but softmax then ask of each output whether its class is the
    sample's, or one of the rest."""
    regularization: Literal["none", "l1", "l2"] = "none"
    """The penalty on the weights; biases are never penalised."""
    regularization_rate: float = Field(default=0, ge=0, le=10)
    """How much the penalty counts against the loss."""
    center_weight: float = Field(default=0, ge=0, le=10)
    """Centre loss beside softmax: how much it counts that what the last hidden layer says of a sample is far from what
    it says of that class in the middle. 0: nothing."""
    center_rate: float = Field(default=0.5, ge=0, le=1)
    """How fast the centres follow the mini-batches."""


class Optimizer(Part):
    """How the parameters move against their gradient."""

    kind: Literal[
        "gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "least_squares"
    ] = "gradient_descent"
    """The rule by which a gradient becomes a step. Adam and its relatives want a smaller learning rate, 0.01 or so.
    Least squares follows no gradient: in one step over all training samples it finds the best output weights there
    are, and leaves the hidden ones as they were drawn (the extreme learning machine); with the penalty l2, a ridge."""
    learning_rate: float = Field(default=0.1, gt=0, le=10)
    """The length of a step, as a multiple of the gradient."""
    momentum: float = Field(default=0.9, ge=0, le=0.999)
    """The share of the velocity that is kept from step to step; Adam's β₁."""
    beta2: float = Field(default=0.999, ge=0, le=0.9999)
    """The share of the mean square of the gradient that is kept from step to step, in RMSprop and Adam."""
    epsilon: float = Field(default=1e-8, ge=1e-10, le=1)
    """Added to the root of that mean square, so that nothing is divided by zero."""
    weight_decay: float = Field(default=0.01, ge=0, le=10)
    """AdamW's: the share of each weight, times the learning rate, that goes in each step."""
    clip_norm: float = Field(default=0, ge=0, le=1000)
    """The greatest length of the gradient, which is shortened to it; 0: it is never clipped."""
    schedule: Literal["constant", "step", "exponential", "inverse_sqrt", "cosine"] = "constant"
    """How the learning rate changes over the steps of the run."""
    period: int = Field(default=1000, ge=1, le=1_000_000)
    """After so many steps the rate has been multiplied by `decay` (step, exponential), or is zero (cosine)."""
    decay: float = Field(default=0.5, gt=0, le=1)
    """What the rate is multiplied by in each period, in the step and exponential schedules."""
    warmup: int = Field(default=0, ge=0, le=100_000)
    """Over so many first steps the rate rises along a line, and the schedule begins after them."""


class Training(Part):
    """How the samples are shown, and what chance draws."""

    batch_size: int = Field(default=10, ge=1, le=5000)
    """How many samples each step sees; at most the size of the training set."""
    patience: int = Field(default=0, ge=0, le=1000)
    """Early stopping: after so many epochs in a row without a new lowest validation loss, training ends and the
    weights of the lowest return. 0: it never ends by itself."""
    seed: Seed = 0
    """Draws the initial weights, the order of the samples, and who is dropped."""


class Experiment(Part):
    """One description of a run, with its bounds and defaults."""

    data: Data = Data()
    network: Architecture = Architecture()
    objective: Objective = Objective()
    optimizer: Optimizer = Optimizer()
    training: Training = Training()

    @model_validator(mode="after")
    def network_is_not_too_large(self) -> Self:
        widest = max(self.network.hidden, default=0)
        if self.data.view != "samples" and widest > MOST_DRAWN_UNITS:
            raise ValueError(
                f"network.hidden has a layer of {widest} units, but each unit is drawn over the plane of "
                f"{self.data.kind}: at most {MOST_DRAWN_UNITS} are allowed. Digits, parity and own tables allow more"
            )
        parameters = sum(n_out * (n_in + 1) for n_in, n_out in itertools.pairwise(self.sizes))
        if parameters > MOST_PARAMETERS:
            raise ValueError(
                f"network.hidden gives {parameters} weights and biases, but at most {MOST_PARAMETERS} are allowed: "
                "take smaller layers or fewer"
            )
        return self

    @model_validator(mode="after")
    def parts_fit_together(self) -> Self:
        if self.training.batch_size > self.data.n_train:
            raise ValueError(
                f"training.batch_size is {self.training.batch_size}, but the training set has only "
                f"{self.data.n_train} samples"
            )
        if self.network.normalization == "batch" and self.training.batch_size == 1:
            raise ValueError(
                "network.normalization is batch, but training.batch_size is 1: one sample has no variance to be "
                "normalised by. Take 2 or more"
            )
        if "step" in self.network.activation_of_layers and self.optimizer.kind != "least_squares":
            raise ValueError(
                "network.activation is step, whose derivative is 0: no gradient flows back through it, and gradient "
                "descent has nothing to follow. Take sigmoid, which is a step with a round corner, or the optimizer "
                "least_squares, which leaves the hidden weights as they are and needs no gradient"
            )
        if self.objective.loss == "perceptron" and self.network.hidden:
            raise ValueError(
                "objective.loss is perceptron, whose rule says only what the output should have been: it cannot tell a "
                "hidden unit what to learn. Take the hidden layers out (network.hidden), or another loss"
            )
        if self.objective.center_weight and self.objective.loss != "softmax":
            raise ValueError(
                f"objective.center_weight is {self.objective.center_weight:g}, but objective.loss is "
                f"{self.objective.loss}: centre loss stands beside softmax"
            )
        if self.objective.center_weight and not self.network.hidden:
            raise ValueError(
                f"objective.center_weight is {self.objective.center_weight:g}, but there is no hidden layer "
                "(network.hidden) whose activations could have centres"
            )
        if self.optimizer.kind == "least_squares":
            self._least_squares_can_be_solved()
        if self.training.patience and not self.data.validation_share:
            raise ValueError(
                f"training.patience is {self.training.patience}, but data.validation_share is 0: early stopping needs "
                "validation samples to judge by, say a fifth of all"
            )
        if self.objective.loss != "squared_error" and self.data.problem == "regression":
            raise ValueError(
                f"objective.loss is {self.objective.loss}, which needs classes, but the data set {self.data.kind} "
                "is a regression: use squared_error"
            )
        return self

    def _least_squares_can_be_solved(self) -> None:
        numbers = self.data.n_train * self.sizes[-2]
        if numbers > MOST_SOLVED:
            raise ValueError(
                f"optimizer.kind is least_squares, which would solve {self.data.n_train} equations for "
                f"{self.sizes[-2]} weights: at most {MOST_SOLVED} numbers are allowed, so take fewer samples or units"
            )
        if self.objective.loss != "squared_error":
            raise ValueError(
                f"optimizer.kind is least_squares, but objective.loss is {self.objective.loss}: only of squared_error "
                "can the least be found in one step"
            )
        if self.objective.regularization == "l1":
            raise ValueError(
                "optimizer.kind is least_squares, but objective.regularization is l1, under which the least cannot be "
                "found in one step: take l2"
            )
        if self.network.normalization != "none" or self.network.dropout != "none":
            raise ValueError(
                "optimizer.kind is least_squares, which takes one step only: network.normalization and network.dropout "
                "work over many. Leave both at none"
            )

    @property
    def batch_size(self) -> int:
        """How many samples each step sees: least squares takes all that there are."""
        return self.data.n_train if self.optimizer.kind == "least_squares" else self.training.batch_size

    @property
    def has_centers(self) -> bool:
        """Whether every class has a centre among the activations of the last hidden layer."""
        return self.objective.center_weight > 0

    @property
    def n_out(self) -> int:
        """Units of the output layer: one for each class, but a single one where it can tell two classes apart."""
        n_classes = self.data.n_classes
        return n_classes if n_classes > 2 or self.objective.loss == "softmax" else 1

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units of every layer, input and output included: (2, 4, 2, 1) by default."""
        return (self.data.n_inputs, *self.network.hidden, self.n_out)

    def changed(self, changes: dict[str, dict[str, object]]) -> "Experiment":
        """This experiment with some fields replaced, validated as a whole.

        `changes` maps parts to fields: ``{"optimizer": {"learning_rate": 0.3}}``.
        Raises pydantic.ValidationError for what is unknown, out of range or does not fit.
        """
        merged: dict[str, object] = self.model_dump()
        for part, fields in changes.items():
            before = merged.get(part)
            both_are_parts = isinstance(before, dict) and isinstance(fields, dict)
            merged[part] = {**before, **fields} if both_are_parts else fields  # type: ignore[dict-item]
        return Experiment.model_validate(merged)
