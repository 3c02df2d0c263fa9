"""ONNX: a model that programs of many languages run (https://onnx.ai), by the `onnx` package.

Samples are rows: X is (m, n), or (m, C, H, W) of pictures.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import numpy as np

from engine.array import Array
from engine.export.format import Format
from engine.export.program import Program
from engine.export.source import told
from engine.formula import parsed
from engine.layers.layer import Form
from engine.layers.trace import Step
from engine.term import LARGEST, Term

OPSET = 20
"""The first that has Gelu (https://onnx.ai/onnx/operators)."""
IR_VERSION = 9
"""The version of onnx 1.15, with which opset 20 came: later ones are not read by older programs."""


class Nodes:
    """The nodes of a model, and its constants."""

    def __init__(self, arrays: dict[str, Array]) -> None:
        self.arrays = arrays
        self.nodes: list[Any] = []
        self.constants: dict[str, Array] = {}

    def constant(self, name: str, array: Array) -> str:
        self.constants[name] = array
        return name

    def node(self, operator: str, reads: list[str], name: str, **attributes: Any) -> str:
        """Add a node, and return the name of what it gives."""
        from onnx import helper

        self.nodes.append(helper.make_node(operator, reads, [name], name=f"{operator} {name}", **attributes))
        return name


Writer = Callable[[Nodes, Step], object]


def simple(operator: str, **attributes: Any) -> Writer:
    """An operator without further inputs."""
    return lambda nodes, step: nodes.node(operator, [*step.reads], step.name, **attributes)


def dense(nodes: Nodes, step: Step) -> None:
    [A] = step.reads
    if len(step.shape_in) > 1:
        A = nodes.node("Flatten", [A], f"{step.name}_flat")
    W, b = (step.arrays[name] for name in ("W", "b"))
    nodes.node("Gemm", [A, nodes.constant(W, nodes.arrays[W]), row(nodes, b)], step.name, transB=1)


def row(nodes: Nodes, name: str) -> str:
    """An array (n, 1) as (n,)."""
    return nodes.constant(name, nodes.arrays[name].reshape(-1))


def features(nodes: Nodes, step: Step) -> None:
    """A column of X for each feature, one beside the other."""
    [X] = step.reads
    coordinates = {}
    for column, name in enumerate(("x1", "x2")[: step.shape_in[0]]):
        index = nodes.constant(f"column_{column}", np.array([column], np.int64))
        coordinates[name] = nodes.node("Gather", [X, index], name, axis=1)
    found = []
    for number, feature in enumerate(step.about, start=1):
        if feature in FEATURES:
            reads, operator = FEATURES[feature]
            found.append(nodes.node(operator, [coordinates[name] for name in reads], f"feature{number}"))
        else:
            found.append(formula(nodes, parsed(feature), coordinates, f"feature{number}"))
    nodes.node("Concat", found, step.name, axis=1)


def formula(nodes: Nodes, term: Term, coordinates: Mapping[str, str], name: str) -> str:
    """A formula's value where it has one, within its limits, and 0 elsewhere."""
    value = part_of(nodes, term, coordinates, f"{name}_value")
    number = nodes.node("IsNaN", [value], f"{name}_is_none")
    zero, low, high = (
        nodes.constant(f"{name}_{limit}", np.array(limit, np.float32)) for limit in (0, -LARGEST, LARGEST)
    )
    return nodes.node("Clip", [nodes.node("Where", [number, zero, value], f"{name}_all"), low, high], name)


def part_of(nodes: Nodes, term: Term, coordinates: Mapping[str, str], name: str) -> str:
    """The name of what a part of a formula gives."""
    if term.what == "variable":
        return coordinates[term.name]
    if term.what == "number":
        return nodes.constant(name, np.array([[term.number]], np.float32))
    parts = [part_of(nodes, part, coordinates, f"{name}_{number}") for number, part in enumerate(term.parts)]
    return nodes.node(PARTS.get(term.what) or term.what.capitalize(), parts, name)


FEATURES: dict[str, tuple[tuple[str, ...], str]] = {
    "x1": (("x1",), "Identity"),
    "x2": (("x2",), "Identity"),
    "x1_squared": (("x1", "x1"), "Mul"),
    "x2_squared": (("x2", "x2"), "Mul"),
    "x1_x2": (("x1", "x2"), "Mul"),
    "sin_x1": (("x1",), "Sin"),
    "sin_x2": (("x2",), "Sin"),
}
"""The coordinates that each reads, and what is done with them."""
PARTS = {"negative": "Neg", "+": "Add", "-": "Sub", "*": "Mul", "/": "Div", "^": "Pow"}
"""ONNX's operators of formulas; functions have their own names there, such as Sin."""


def standardize(nodes: Nodes, step: Step) -> None:
    [A] = step.reads
    mean, deviation = (
        nodes.constant(name, nodes.arrays[name].reshape(step.shape_out)) for name in ("mean", "deviation")
    )
    nodes.node("Sub", [A, mean], f"{step.name}_centred")
    nodes.node("Div", [f"{step.name}_centred", deviation], step.name)


def activation(nodes: Nodes, step: Step) -> None:
    [Z] = step.reads
    slope = getattr(step.about.description, "slope", 0.0)
    match step.about.name:
        case "step":
            zero = nodes.constant("zero", np.zeros((), np.float32))
            nodes.node("Greater", [Z, zero], f"{step.name}_is_positive")
            nodes.node("Cast", [f"{step.name}_is_positive"], step.name, to=1)
        case "leaky_relu":
            nodes.node("LeakyRelu", [Z], step.name, alpha=slope)
        case "prelu":
            name = step.arrays["slope"]
            shape = (-1, *[1] * (len(step.shape_in) - 1))
            nodes.node("PRelu", [Z, nodes.constant(name, nodes.arrays[name].reshape(shape))], step.name)
        case "silu":
            nodes.node("Sigmoid", [Z], f"{step.name}_gate")
            nodes.node("Mul", [Z, f"{step.name}_gate"], step.name)
        case "gelu":
            nodes.node("Gelu", [Z], step.name, approximate="tanh")
        case name if name in ACTIVATIONS:
            nodes.node(ACTIVATIONS[name], [Z], step.name)
        case name:
            raise Onnx.unknown(step, name)


ACTIVATIONS = {
    "linear": "Identity",
    "sigmoid": "Sigmoid",
    "tanh": "Tanh",
    "relu": "Relu",
    "elu": "Elu",
    "softplus": "Softplus",
}


def batch_normalization(nodes: Nodes, step: Step) -> None:
    names = ("gamma", "beta", "running_mean", "running_variance")
    arrays = [row(nodes, step.arrays[name]) for name in names]
    nodes.node("BatchNormalization", [*step.reads, *arrays], step.name, epsilon=1e-5)


def dropout(nodes: Nodes, step: Step) -> None:
    """All units take part; the classic form makes up for those that were out."""
    description = step.about.description
    if description.form == "inverted":
        nodes.node("Identity", [*step.reads], step.name)
        return
    kept = nodes.constant(f"{step.name}_kept", np.array(1 - description.rate, np.float32))
    nodes.node("Mul", [*step.reads, kept], step.name)


def convolving(operator: str) -> Writer:
    def write(nodes: Nodes, step: Step) -> None:
        W, b = (step.arrays[name] for name in ("W", "b"))
        side, stride, padding = step.about.windows.window
        nodes.node(
            operator,
            [*step.reads, nodes.constant(W, nodes.arrays[W]), row(nodes, b)],
            step.name,
            **moving(side, stride, padding),
        )

    return write


def moving(side: int, stride: int, padding: int) -> dict[str, list[int]]:
    """How a window moves over pictures."""
    return {"kernel_shape": [side] * 2, "strides": [stride] * 2, "pads": [padding] * 4}


def pooling(nodes: Nodes, step: Step) -> None:
    attributes: dict[str, Any] = moving(*step.about.window)
    if step.about.description.function == "max":
        nodes.node("MaxPool", [*step.reads], step.name, **attributes)
    else:
        nodes.node("AveragePool", [*step.reads], step.name, count_include_pad=1, **attributes)


def global_average(nodes: Nodes, step: Step) -> None:
    nodes.node("GlobalAveragePool", [*step.reads], f"{step.name}_pixels")
    nodes.node("Flatten", [f"{step.name}_pixels"], step.name)


def upsampling(nodes: Nodes, step: Step) -> None:
    factor = step.about.factor
    scales = nodes.constant(f"{step.name}_scales", np.array([1, 1, factor, factor], np.float32))
    nodes.node(
        "Resize",
        [*step.reads, "", scales],
        step.name,
        mode="nearest",
        coordinate_transformation_mode="asymmetric",
        nearest_mode="floor",
    )


def reshape(nodes: Nodes, step: Step) -> None:
    shape = nodes.constant(f"{step.name}_shape", np.array([-1, *step.shape_out], np.int64))
    nodes.node("Reshape", [*step.reads, shape], step.name)


KNOWN: dict[str, Writer] = {
    "features": features,
    "standardize": standardize,
    "dense": dense,
    "activation": activation,
    "softmax": simple("Softmax", axis=1),
    "batch_normalization": batch_normalization,
    "dropout": dropout,
    "noise": simple("Identity"),
    "center_loss": simple("Identity"),
    "convolution": convolving("Conv"),
    "transposed_convolution": convolving("ConvTranspose"),
    "pooling": pooling,
    "global_average": global_average,
    "upsampling": upsampling,
    "reshape": reshape,
    "add": simple("Add"),
    "concatenate": simple("Concat", axis=1),
}


class Onnx(Format):
    title = "ONNX"
    help = "A model that programs of many languages run."
    ending = "onnx"
    media_type = "application/octet-stream"
    package = "onnx"
    known: ClassVar = KNOWN

    @classmethod
    def written(cls, program: Program) -> bytes:
        from onnx import TensorProto, checker, helper, numpy_helper

        nodes = Nodes(program.arrays)
        for step in program.steps:
            KNOWN[step.kind](nodes, step)

        def value(name: str, shape: Form) -> Any:
            return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["m", *shape])

        graph = helper.make_graph(
            nodes.nodes,
            "network",
            [value("X", program.shape_in)],
            [value(name, program.shapes[name]) for name in program.answers],
            [numpy_helper.from_array(np.ascontiguousarray(A), name) for name, A in nodes.constants.items()],
            doc_string=" ".join([f"{program.title}.", *told(program)]),
        )
        opset = helper.make_operatorsetid("", OPSET)
        model = helper.make_model(
            graph, opset_imports=[opset], producer_name="Chalknet", ir_version=IR_VERSION
        )
        checker.check_model(model, full_check=True)
        return bytes(model.SerializeToString())
