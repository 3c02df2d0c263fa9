"""The architecture of an experiment's network: its layers, and what they begin with."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from engine.control import control, option
from engine.experiment.weights import MOST_GIVEN, InitialWeights
from engine.fault import Fault
from engine.initializers import INITIALIZER_OPTIONS, InitializerName
from engine.layers.activation import ACTIVATION_OPTIONS
from engine.layers.activation import ActivationName as ActivationName
from engine.layers.dense import Units
from engine.layers.kinds import AnyLayer
from engine.layers.stages import leaves
from engine.part import Part

SHORT_FORM = (
    "hidden",
    "activation",
    "activations",
    "slope",
    "normalization",
    "dropout",
    "dropout_rate",
    "dropout_rates",
)
"""The fields that describe a stack of dense layers without a list of its layers."""
MOST_LAYERS = 128
"""As many as 40 convolutions, each normalised and with an activation function."""


class Architecture(Part):
    """The network between the features and the output."""

    hidden: tuple[Units, ...] = Field(default=(4, 2), max_length=6, title="Hidden layers")
    """The number of units of each hidden layer: up to 16 where they are drawn over the plane."""
    activation: ActivationName = Field(
        default="tanh",
        title="Activation",
        json_schema_extra=control(
            "network", order=10, kind="function", each="activations", options=ACTIVATION_OPTIONS
        ),
    )
    """The activation function of the hidden layers."""
    activations: tuple[ActivationName, ...] | None = Field(
        default=None,
        title="Activation",
        json_schema_extra=control(
            "network", more=True, order=10, kind="functions", help="Activation of each layer"
        ),
    )
    """One for each hidden layer, where they are to differ; `activation` then counts no more."""
    slope: float = Field(
        default=0.01,
        ge=0,
        le=1,
        title="Slope below 0",
        json_schema_extra=control(
            "network",
            order=20,
            hint="The slope of the activation function for negative sums.",
            applies={"network.activation": ["leaky_relu", "prelu"]},
        ),
    )
    """The slope below zero: leaky ReLU's, and the one from which parametric ReLU starts to learn."""
    initializer: InitializerName = Field(
        default="xavier",
        title="Initial weights",
        json_schema_extra=control("network", more=True, order=20, options=INITIALIZER_OPTIONS, starts=True),
    )
    """How the weights are drawn. Xavier is the default because tanh is: it keeps the variance of tanh's
    activations, and that of their gradients, about the same from layer to layer. ReLU, which passes only
    half of its inputs, wants He's twice larger variance."""
    bias: float = Field(
        default=0,
        ge=-1,
        le=1,
        title="Initial bias",
        json_schema_extra=control(
            "network",
            more=True,
            order=30,
            scale="linear",
            step=0.1,
            starts=True,
            hint="Where the biases begin; a little above 0 keeps ReLU's units alive.",
        ),
    )
    """Where the biases begin. A little above 0 keeps ReLU's units alive at the start. Under least squares, which moves
    the output's alone, hidden ones are drawn from this ± 1."""
    biases: Literal["learned", "fixed"] = Field(
        default="learned",
        title="Biases",
        json_schema_extra=control(
            "network",
            more=True,
            order=35,
            hint="Whether the biases learn with the weights, or stay as they begin.",
            options={
                "learned": option("Learned"),
                "fixed": option("Fixed", "All biases stay as they begin: at 0, the network has none."),
            },
        ),
    )
    """Whether biases learn with the weights."""
    normalization: Literal["none", "batch"] = Field(
        default="none",
        title="Normalisation",
        json_schema_extra=control(
            "network",
            more=True,
            order=40,
            hint="Keeps the sums of each hidden layer in a range that is easy to learn in.",
            options={
                "none": option("None"),
                "batch": option(
                    "Batch",
                    "Each unit's weighted sums are normalised to mean 0 and variance 1 over the batch.",
                ),
            },
        ),
    )
    """Whether the sums of each hidden layer are normalised over the batch before the activation function."""
    dropout: Literal["none", "classic", "inverted"] = Field(
        default="none",
        title="Dropout",
        json_schema_extra=control(
            "network",
            more=True,
            order=50,
            hint="Leaves hidden units out at random, so that no unit relies on another; it reduces overfitting.",
            options={
                "none": option("None"),
                "classic": option(
                    "Classic",
                    "In training, units are dropped at random; afterwards all take part, scaled down.",
                ),
                "inverted": option(
                    "Inverted",
                    "In training, units are dropped at random, and the others are scaled up to compensate.",
                ),
            },
        ),
    )
    """Whether hidden units are left out by chance while training. The classic form makes up for it when the network
    is used, the inverted one while it is trained."""
    dropout_rate: float = Field(
        default=0.2,
        ge=0,
        le=0.9,
        title="Dropout rate",
        json_schema_extra=control(
            "network",
            more=True,
            order=60,
            hint="The share of the units that is left out in each step.",
            scale="linear",
            step=5,
            unit="%",
            times=100,
            each="dropout_rates",
            applies={"network.dropout": ["classic", "inverted"]},
        ),
    )
    """How likely a unit is out, in every step and for every sample anew."""
    dropout_rates: tuple[Annotated[float, Field(ge=0, le=0.9)], ...] | None = Field(
        default=None, title="Dropout"
    )
    """One for each hidden layer, where they are to differ; `dropout_rate` then counts no more."""
    layers: tuple[AnyLayer, ...] | None = Field(
        default=None,
        max_length=MOST_LAYERS,
        title="Hidden layers",
        exclude_if=lambda layers: layers is None,
        json_schema_extra=control(replaces=SHORT_FORM),
    )
    """The layers before the output, one by one, in place of the fields above: of those, only the initialiser and the
    bias still count, for layers that have none of their own."""

    weights: tuple[InitialWeights | None, ...] | None = Field(
        default=None,
        min_length=1,
        max_length=MOST_LAYERS,
        exclude_if=lambda weights: weights is None,
        title="Given initial weights",
        json_schema_extra=control(
            "network",
            more=True,
            order=25,
            kind="weights",
            hint="The weights with which training begins, typed in instead of drawn at random.",
            starts=True,
        ),
    )
    """The initial weights of each layer, the output's last, in place of those that the initialiser draws; null: the
    drawn ones, as by default for all layers."""

    @model_validator(mode="after")
    def weights_are_not_too_many(self) -> Self:
        count = sum(given.count for given in self.weights or () if given is not None)
        if count > MOST_GIVEN:
            raise Fault(
                "{most} initial weights and biases at most can be given: these are {count}.",
                where="network.weights",
                most=MOST_GIVEN,
                count=count,
            )
        return self

    @model_validator(mode="after")
    def layers_are_given_once(self) -> Self:
        for field in SHORT_FORM if self.layers is not None else ():
            if getattr(self, field) != type(self).model_fields[field].default:
                raise Fault(
                    "The layers are given as a list already: leave {field} out.",
                    where=f"network.{field}",
                    field=f"network.{field}",
                )
        count = len(leaves(self.layers or ()))
        if count > MOST_LAYERS:
            raise Fault(
                "A network may have {most} layers at most, those of blocks counted: it has {count}.",
                where="network.layers",
                most=MOST_LAYERS,
                count=count,
            )
        return self

    @model_validator(mode="after")
    def each_layer_has_its_own(self) -> Self:
        if self.activations is not None and len(self.activations) != len(self.hidden):
            raise Fault(
                "Hidden layers: {layers}, activation functions: {count}. Each layer needs one.",
                where="network.activations",
                count=len(self.activations),
                layers=len(self.hidden),
            )
        if self.dropout_rates is not None and len(self.dropout_rates) != len(self.hidden):
            raise Fault(
                "Hidden layers: {layers}, dropout rates: {count}. Each layer needs one.",
                where="network.dropout_rates",
                count=len(self.dropout_rates),
                layers=len(self.hidden),
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
