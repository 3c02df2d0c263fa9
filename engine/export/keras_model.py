"""Keras: the source of a functional model, with the weights beside it. Samples are rows, pictures are (m, H, W, C)."""

from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple

from engine.export.format import Format
from engine.export.program import Program
from engine.export.source import (
    LOADING,
    SCRIPT,
    WEIGHTS,
    answers_of,
    archive,
    columns_of,
    comparison,
    example_rows,
    heading,
    indented,
    weights_of,
)
from engine.layers.layer import Form, as_text
from engine.layers.trace import Step


class Line(NamedTuple):
    """How a step is written."""

    value: str
    """The expression that computes it."""
    weights: tuple[str, ...] = ()
    """Expressions for the weights of the layer with the step's name, in Keras's order."""


Writer = Callable[[Step], Line]

FUNCTIONS = {
    "linear": 'layers.Activation("linear")({Z})',
    "step": 'ops.cast({Z} > 0, "float32")',
    "sigmoid": 'layers.Activation("sigmoid")({Z})',
    "tanh": 'layers.Activation("tanh")({Z})',
    "relu": 'layers.Activation("relu")({Z})',
    "leaky_relu": "layers.LeakyReLU(negative_slope={slope!r})({Z})",
    "elu": 'layers.Activation("elu")({Z})',
    "softplus": 'layers.Activation("softplus")({Z})',
    "silu": 'layers.Activation("silu")({Z})',
    "gelu": "ops.gelu({Z}, approximate=True)",
}
FEATURES = {
    "x1": "{X}[:, 0]",
    "x2": "{X}[:, 1]",
    "x1_squared": "{X}[:, 0] ** 2",
    "x2_squared": "{X}[:, 1] ** 2",
    "x1_x2": "{X}[:, 0] * {X}[:, 1]",
    "sin_x1": "ops.sin({X}[:, 0])",
    "sin_x2": "ops.sin({X}[:, 1])",
}


def shape_of(shape: Form) -> Form:
    """Channels last."""
    return shape if len(shape) == 1 else (*shape[1:], shape[0])


def as_source(shape: Form) -> str:
    """A shape as Python's source."""
    return repr(tuple(shape))


def features(step: Step) -> Line:
    columns = columns_of(step.about, FEATURES, step.reads[0], "{X}[:, {number}]", "ops.", "clip")
    return Line(f"ops.stack([{columns}], axis=1)")


def standardize(step: Step) -> Line:
    return Line(
        f"({step.reads[0]} - {placed('mean', step.shape_out)}) / {placed('deviation', step.shape_out)}"
    )


def placed(name: str, shape: Form) -> str:
    """An array of a number for each input, with the channels last."""
    flat = f'weights["{name}"]'
    return f"{flat}.ravel()" if len(shape) == 1 else f"{flat}.reshape{as_source(shape)}.transpose(1, 2, 0)"


def activation(step: Step) -> Line:
    name, [Z] = step.about.name, step.reads
    if name == "prelu":
        is_picture = len(step.shape_in) > 1
        shared = "shared_axes=[1, 2], " if is_picture else ""
        slope = f'weights["{step.arrays["slope"]}"]'
        form = f"{slope}.reshape(1, 1, -1)" if is_picture else f"{slope}.ravel()"
        return Line(f'layers.PReLU({shared}name="{step.name}")({Z})', (form,))
    if name not in FUNCTIONS:
        raise Keras.unknown(step, name)
    return Line(FUNCTIONS[name].format(Z=Z, slope=getattr(step.about.description, "slope", 0)))


def flat(A: str, shape: Form) -> str:
    """Pictures as rows, channel by channel as Chalknet has them."""
    return A if len(shape) == 1 else f"layers.Flatten()(layers.Permute((3, 1, 2))({A}))"


def vector(step: Step, name: str) -> str:
    return f'weights["{step.arrays[name]}"].ravel()'


def dense(step: Step) -> Line:
    return Line(
        f'layers.Dense({step.shape_out[0]}, name="{step.name}")({flat(step.reads[0], step.shape_in)})',
        (f'weights["{step.arrays["W"]}"].T', vector(step, "b")),
    )


def kernels(step: Step) -> tuple[str, ...]:
    return f'weights["{step.arrays["W"]}"].transpose(2, 3, 1, 0)', vector(step, "b")


def padded(A: str, padding: int) -> str:
    return f"layers.ZeroPadding2D({padding})({A})" if padding else A


def convolution(step: Step) -> Line:
    side, stride, padding = step.about.windows.window
    layer = f'layers.Conv2D({step.shape_out[0]}, {side}, strides={stride}, name="{step.name}")'
    return Line(f"{layer}({padded(step.reads[0], padding)})", kernels(step))


def transposed_convolution(step: Step) -> Line:
    side, stride, padding = step.about.windows.window
    layer = f'layers.Conv2DTranspose({step.shape_out[0]}, {side}, strides={stride}, name="{step.name}")'
    value = f"{layer}({step.reads[0]})"
    end = padding + max(0, stride - side)  # Keras makes S W pixels, even where the kernel is narrower than S.
    return Line(
        f"layers.Cropping2D({((padding, end), (padding, end))})({value})" if end else value, kernels(step)
    )


def batch_normalization(step: Step) -> Line:
    names = ("gamma", "beta", "running_mean", "running_variance")
    return Line(
        f'layers.BatchNormalization(epsilon=1e-5, momentum=0.9, name="{step.name}")({step.reads[0]})',
        tuple(vector(step, name) for name in names),
    )


def pooling(step: Step) -> Line:
    side, stride, padding = step.about.window
    [A] = step.reads
    if step.about.description.function == "average":
        return Line(f"layers.AveragePooling2D({side}, strides={stride})({padded(A, padding)})")
    if padding:
        around = f"((0, 0), ({padding}, {padding}), ({padding}, {padding}), (0, 0))"
        A = f"ops.pad({A}, {around}, constant_values=-np.inf)"
    return Line(f"layers.MaxPooling2D({side}, strides={stride})({A})")


def dropout(step: Step) -> Line:
    """Keras's is the inverted one; the classic one is 1 - p times as large, in training and in use."""
    description = step.about.description
    scaled = f" * {round(1 - description.rate, 6)}" if description.form == "classic" else ""
    return Line(f"layers.Dropout({description.rate!r})({step.reads[0]}){scaled}")


def noise(step: Step) -> Line:
    """Masking noise, which makes up for nothing, is no layer of Keras: in use, nothing is disturbed."""
    description, [A] = step.about.description, step.reads
    return Line(f"layers.GaussianNoise({description.amount!r})({A})" if description.form == "gaussian" else A)


def reshape(step: Step) -> Line:
    A = flat(step.reads[0], step.shape_in)
    return Line(f"layers.Permute((2, 3, 1))(layers.Reshape({as_source(step.shape_out)})({A}))")


KNOWN: dict[str, Writer] = {
    "features": features,
    "standardize": standardize,
    "dense": dense,
    "activation": activation,
    "softmax": lambda step: Line(f'layers.Activation("softmax")({step.reads[0]})'),
    "batch_normalization": batch_normalization,
    "dropout": dropout,
    "noise": noise,
    "center_loss": lambda step: Line(step.reads[0]),
    "convolution": convolution,
    "transposed_convolution": transposed_convolution,
    "pooling": pooling,
    "global_average": lambda step: Line(f"layers.GlobalAveragePooling2D()({step.reads[0]})"),
    "upsampling": lambda step: Line(f"layers.UpSampling2D({step.about.factor})({step.reads[0]})"),
    "reshape": reshape,
    "add": lambda step: Line(f"layers.Add()([{', '.join(step.reads)}])"),
    "concatenate": lambda step: Line(f"layers.Concatenate()([{', '.join(step.reads)}])"),
}


class Keras(Format):
    title = "Keras"
    help = "The source of a model, and the weights as .npz."
    known: ClassVar[Any] = KNOWN

    @classmethod
    def written(cls, program: Program) -> bytes:
        return archive({SCRIPT: source(program), WEIGHTS: weights_of(program)})


def source(program: Program) -> str:
    lines = [(step, KNOWN[step.kind](step)) for step in program.steps]
    steps = [f"{step.name} = {line.value}  # {as_text(shape_of(step.shape_out))}" for step, line in lines]
    loading = [
        f'network.get_layer("{step.name}").set_weights([{", ".join(line.weights)}])'
        for step, line in lines
        if line.weights
    ]
    return f'''{
        heading(
            program,
            f"Samples are rows: X is (m, {', '.join(map(str, shape_of(program.shape_in)))}).",
            f"`python {SCRIPT}` compares its answers with those of Chalknet.",
        )
    }

from pathlib import Path

import keras
import numpy as np
from keras import layers, ops

{LOADING}


def build():
    """The network, which has learned nothing yet: from samples X to its answers {answers_of(program)}."""
    X = keras.Input({as_source(shape_of(program.shape_in))}, name="X")
{indented(steps)}
    return keras.Model(X, {answers_of(program) if len(program.answers) == 1 else f"[{answers_of(program)}]"})


def load():
    """The network as Chalknet had it."""
    network = build()
{indented(loading)}
    return network


if __name__ == "__main__":
    {answers_of(program)} = load().predict({rows("X", program.shape_in)}, verbose=0)
{indented(comparison(program, rows))}
'''


def rows(name: str, shape: Form) -> str:
    """Samples, or answers to them, with the channels last."""
    found = example_rows(name, shape)
    return found if len(shape) == 1 else f"{found}.transpose(0, 2, 3, 1)"
