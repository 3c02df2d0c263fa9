"""NumPy: a script that reads like the course, with the weights beside it."""

import inspect
import re
from collections.abc import Callable, Sequence
from typing import ClassVar

from engine.export import course
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
    heading,
    indented,
    weights_of,
)
from engine.layers.layer import Form, as_text
from engine.layers.trace import Step

Expression = Callable[[Step], str]

FUNCTIONS = {
    "linear": "{A}",
    "step": "step({A})",
    "sigmoid": "sigmoid({A})",
    "tanh": "np.tanh({A})",
    "relu": "relu({A})",
    "leaky_relu": "leaky_relu({A}, {slope!r})",
    "prelu": "prelu({A}, {array})",
    "elu": "elu({A})",
    "softplus": "softplus({A})",
    "silu": "silu({A})",
    "gelu": "gelu({A})",
}
FEATURES = {
    "x1": "{X}[0]",
    "x2": "{X}[1]",
    "x1_squared": "{X}[0] ** 2",
    "x2_squared": "{X}[1] ** 2",
    "x1_x2": "{X}[0] * {X}[1]",
    "sin_x1": "np.sin({X}[0])",
    "sin_x2": "np.sin({X}[1])",
}


def activation(step: Step) -> str:
    name, [A] = step.about.name, step.reads
    if name not in FUNCTIONS:
        raise NumPy.unknown(step, name)
    slope = getattr(step.about.description, "slope", 0)
    return FUNCTIONS[name].format(A=A, slope=slope, array=step.arrays.get("slope"))


def features(step: Step) -> str:
    rows = columns_of(step.about, FEATURES, step.reads[0], "{X}[{number}]", "np.", "clip")
    return f"np.stack([{rows}])"


def dense(step: Step) -> str:
    return f"{step.arrays['W']} @ {step.reads[0]} + {step.arrays['b']}"


def window(step: Step) -> str:
    """The arguments of what moves a window: shape, and where it stands."""
    _, stride, padding = step.about.windows.window
    return f"{step.shape_in}, {step.arrays['W']}, {step.arrays['b']}, stride={stride}, padding={padding}"


def pooling(step: Step) -> str:
    side, stride, padding = step.about.window
    function = "pool_max" if step.about.description.function == "max" else "pool_average"
    return f"{function}({step.reads[0]}, {step.shape_in}, {side}, stride={stride}, padding={padding})"


def dropout(step: Step) -> str:
    """All units take part; the classic form makes up for those that were out."""
    description, [A] = step.about.description, step.reads
    return f"{A} * {round(1 - description.rate, 6)}" if description.form == "classic" else A


def recurrent(step: Step) -> str:
    """A recurrent layer, by the function of its kind."""
    A, *steps = step.reads
    arrays = [step.arrays[name] for name in ("W", "b", "U", "c") if name in step.arrays]
    every_step = "True" if len(step.shape_out) == 2 else "False"
    more = [f"steps={steps[0]}"] if steps else []
    called = ", ".join([A, str(step.about.n_in), *arrays, *more, f"every_step={every_step}"])
    return f"{step.kind}({called})"


def encoder_decoder(step: Step) -> str:
    """Both layers at once, by the function of one step of their kind."""
    A, reading, writing = step.reads
    layer = step.about
    read, write = (
        f"{layer.description.kind}_step("
        + ", ".join(step.arrays[name + prime] for name in ("W", "b", "U", "c") if name in step.arrays)
        + ")"
        for prime in ("", "'")
    )
    sizes = f"{layer.n}, {layer.n_states * layer.n}"
    return f"encoder_decoder({A}, {layer.n_in}, {read}, {write}, {sizes}, {reading}, {writing})"


def softmax(step: Step) -> str:
    """Over the classes; of sequences at each step by itself."""
    [Z] = step.reads
    if len(step.shape_in) == 1:
        return f"softmax({Z})"
    return f"softmax({Z}.reshape({step.shape_in[0]}, -1)).reshape({Z}.shape)"


def as_it_is(step: Step) -> str:
    return step.reads[0]


KNOWN: dict[str, Expression] = {
    "features": features,
    "standardize": lambda step: f"({step.reads[0]} - mean) / deviation",
    "dense": dense,
    "activation": activation,
    "softmax": softmax,
    "batch_normalization": lambda step: (
        f"normalize({step.reads[0]}, {step.arrays['gamma']}, {step.arrays['beta']}, "
        f"{step.arrays['running_mean']}, {step.arrays['running_variance']})"
    ),
    "dropout": dropout,
    "noise": as_it_is,
    "center_loss": as_it_is,
    "convolution": lambda step: f"convolve({step.reads[0]}, {window(step)})",
    "transposed_convolution": lambda step: f"convolve_transposed({step.reads[0]}, {window(step)})",
    "pooling": pooling,
    "global_average": lambda step: f"average({step.reads[0]}, {step.shape_in[0]})",
    "upsampling": lambda step: f"upsample({step.reads[0]}, {step.shape_in}, {step.about.factor})",
    "reshape": as_it_is,
    "lengths": lambda step: f"steps_of({step.reads[0]}, {step.about.n})",
    "writing": lambda step: f"writing_of({', '.join(step.reads)}, {step.about.n}, {step.about.asks})",
    "reading": lambda step: f"{step.reads[0]} & ~{step.reads[1]}",
    "encoder_decoder": encoder_decoder,
    "recurrent": recurrent,
    "gru": recurrent,
    "lstm": recurrent,
    "time_distributed": lambda step: (
        f"stepwise({step.reads[0]}, {step.shape_in[0]}, {step.arrays['W']}, {step.arrays['b']})"
    ),
    "add": lambda step: " + ".join(step.reads),
    "concatenate": lambda step: f"np.concatenate([{', '.join(step.reads)}])",
}
REMARKS = {
    "dropout": "in use, all units take part",
    "noise": "in use, nothing is disturbed",
    "center_loss": "in use, no centres are needed",
}
"""On steps that do something in training alone."""


class NumPy(Format):
    title = "NumPy"
    help = "A script that reads like the course, and the weights as .npz."
    known: ClassVar = KNOWN

    @classmethod
    def written(cls, program: Program) -> bytes:
        return archive({SCRIPT: script(program), WEIGHTS: weights_of(program)})


def script(program: Program) -> str:
    return "\n".join(
        [
            heading(
                program,
                f"Samples are columns, as in the course: X is {as_shape(program.shape_in)}, {m_samples(program)}.",
                f"`python {SCRIPT}` compares its answers with those of Chalknet.",
            ),
            "",
            "from pathlib import Path",
            "",
            "import numpy as np",
            "",
            LOADING,
            *loaded(program),
            *functions(program),
            "",
            "",
            predict(program),
            "",
            "",
            'if __name__ == "__main__":',
            indented(compared(program)),
            "",
        ]
    )


def as_shape(shape: Form) -> str:
    """The shape of an array of samples, as text: (784, m)."""
    n = 1
    for side in shape:
        n *= side
    return f"({n}, m)"


def m_samples(program: Program) -> str:
    shape = program.shape_in
    if len(shape) == 2:
        return f"sequences of {shape[1]} steps in columns, with {shape[0]} numbers each, one number after the other"
    return "a column for each sample" if len(shape) == 1 else f"pictures of {as_text(shape)} in columns"


def loaded(program: Program) -> list[str]:
    return [f'{name} = weights["{name}"]  # {as_text(A.shape)}' for name, A in program.arrays.items()]


def lines(steps: Sequence[Step]) -> list[str]:
    """A line for each step."""
    found = []
    for step in steps:
        remark = REMARKS.get(step.kind) or f"{step.kind.replace('_', ' ')}: {as_text(step.shape_out)}"
        found.append(f"{step.name} = {KNOWN[step.kind](step)}  # {remark}")
    return found


def predict(program: Program) -> str:
    answers = answers_of(program)
    return "\n".join(
        [
            "def predict(X):",
            f'    """The network\'s answers {answers} to samples X {as_shape(program.shape_in)}."""',
            indented(lines(program.steps)),
            f"    return {answers}",
        ]
    )


def functions(program: Program) -> list[str]:
    """The source of the course's functions that the steps call, and of those that these call."""
    called = "\n".join(lines(program.steps))
    sources = {name: inspect.getsource(each) for name, each in inspect.getmembers(course, inspect.isfunction)}
    wanted: dict[str, str] = {}
    waiting = [called]
    while waiting:
        text = waiting.pop()
        for name in re.findall(r"\b(\w+)\(", text):
            if name in sources and name not in wanted:
                wanted[name] = sources[name]
                waiting.append(sources[name])
    return [f"\n{wanted[name]}" for name in sources if name in wanted]


def compared(program: Program) -> list[str]:
    """Lines that compute the answers to the samples that came along, and compare them with Chalknet's."""
    lines_of_comparison = comparison(program, lambda name, _: f'weights["example_{name}"]')
    return ['X = weights["example_X"]', f"{answers_of(program)} = predict(X)", *lines_of_comparison]
