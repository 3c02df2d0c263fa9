"""PyTorch: the source of a module, with the weights beside it. Samples are rows, pictures are (m, C, H, W)."""

from collections.abc import Callable
from math import prod
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
from engine.layers.layer import as_text
from engine.layers.trace import Step


class Line(NamedTuple):
    """How a step is written."""

    value: str
    """The expression that computes it."""
    module: str = ""
    """The module that it calls, where one holds its parameters or its chance."""
    parameters: tuple[tuple[str, str], ...] = ()
    """The module's names of its parameters, each with the name of its array."""
    loads: tuple[str, ...] = ()
    """Lines that fill in others of its parameters, in `state`."""
    function: str = ""
    """The source of a function that it calls."""


Writer = Callable[[Step], Line]

FUNCTIONS = {
    "linear": "{Z}",
    "step": "({Z} > 0).to({Z}.dtype)",
    "sigmoid": "torch.sigmoid({Z})",
    "tanh": "torch.tanh({Z})",
    "relu": "functional.relu({Z})",
    "leaky_relu": "functional.leaky_relu({Z}, {slope!r})",
    "elu": "functional.elu({Z})",
    "softplus": "functional.softplus({Z})",
    "silu": "functional.silu({Z})",
    "gelu": 'functional.gelu({Z}, approximate="tanh")',
}
FEATURES = {
    "x1": "{X}[:, 0]",
    "x2": "{X}[:, 1]",
    "x1_squared": "{X}[:, 0] ** 2",
    "x2_squared": "{X}[:, 1] ** 2",
    "x1_x2": "{X}[:, 0] * {X}[:, 1]",
    "sin_x1": "torch.sin({X}[:, 0])",
    "sin_x2": "torch.sin({X}[:, 1])",
}


def module_of(step: Step) -> str:
    """The name of a step's module: dense1."""
    return f"{step.kind}{step.name[1:]}"


def called(step: Step, A: str | None = None) -> str:
    return f"self.{module_of(step)}({A or step.reads[0]})"


def features(step: Step) -> Line:
    columns = columns_of(step.about, FEATURES, step.reads[0], "{X}[:, {number}]", "torch.", "clamp")
    return Line(f"torch.stack([{columns}], dim=1)")


def activation(step: Step) -> Line:
    name, [Z] = step.about.name, step.reads
    if name == "prelu":
        parameters = (("weight", step.arrays["slope"]),)
        return Line(called(step), f"nn.PReLU({step.shape_in[0]})", parameters)
    if name not in FUNCTIONS:
        raise PyTorch.unknown(step, name)
    return Line(FUNCTIONS[name].format(Z=Z, slope=getattr(step.about.description, "slope", 0)))


def weight_and_bias(step: Step) -> tuple[tuple[str, str], ...]:
    return ("weight", step.arrays["W"]), ("bias", step.arrays["b"])


def dense(step: Step) -> Line:
    [A] = step.reads
    flat = A if len(step.shape_in) == 1 else f"{A}.flatten(1)"
    module = f"nn.Linear({prod(step.shape_in)}, {step.shape_out[0]})"
    return Line(called(step, flat), module, weight_and_bias(step))


def convolving(name: str) -> Writer:
    def line(step: Step) -> Line:
        side, stride, padding = step.about.windows.window
        channels = f"{step.shape_in[0]}, {step.shape_out[0]}"
        module = f"nn.{name}({channels}, {side}, stride={stride}, padding={padding})"
        return Line(called(step), module, weight_and_bias(step))

    return line


def batch_normalization(step: Step) -> Line:
    name = "BatchNorm1d" if len(step.shape_in) < 3 else "BatchNorm2d"
    names = {
        "weight": "gamma",
        "bias": "beta",
        "running_mean": "running_mean",
        "running_var": "running_variance",
    }
    parameters = tuple((own, step.arrays[name]) for own, name in names.items())
    return Line(called(step), f"nn.{name}({step.shape_in[0]})", parameters)


def pooling(step: Step) -> Line:
    side, stride, padding = step.about.window
    name = "max_pool2d" if step.about.description.function == "max" else "avg_pool2d"
    return Line(f"functional.{name}({step.reads[0]}, {side}, stride={stride}, padding={padding})")


def dropout(step: Step) -> Line:
    """PyTorch's is the inverted one; the classic one is 1 - p times as large, in training and in use."""
    description = step.about.description
    scaled = f" * {round(1 - description.rate, 6)}" if description.form == "classic" else ""
    return Line(called(step) + scaled, f"nn.Dropout({description.rate!r})")


def noise(step: Step) -> Line:
    description, [A] = step.about.description, step.reads
    if description.form == "masking":
        disturbed = f"{A} * (torch.rand_like({A}) >= {description.amount!r})"
    else:
        disturbed = f"{A} + {description.amount!r} * torch.randn_like({A})"
    return Line(f"{disturbed} if self.training else {A}")


MODULES = {"recurrent": "RNN", "gru": "GRU", "lstm": "LSTM"}
RUNS_THROUGH = '''
def through_time(layer, X, steps=None, every_step=False):
    """A recurrent layer over sequences X (m, n, T): its state after the last step, or after every step.

    Sequences that are shorter keep their state from their end on."""
    states = layer(X.transpose(1, 2))[0]
    if steps is not None:
        latest = (steps.cumsum(1) - 1).clamp(min=0)
        states = states.gather(1, latest[..., None].expand_as(states)) * steps.any(1)[:, None, None]
    return states.transpose(1, 2) if every_step else states[:, -1]
'''


def recurrent(step: Step) -> Line:
    """PyTorch has a second bias: ours of a GRU is a part of it, and the rest is 0."""
    A, *steps = step.reads
    layer, name = step.about, module_of(step)
    more = [f"steps={steps[0]}"] if steps else []
    if len(step.shape_out) == 2:
        more.append("every_step=True")
    beside = f'state["{name}.bias_hh_l0"]'
    loads = [f"{beside} = torch.zeros_like({beside})"]
    if "c" in step.arrays:
        loads.append(f'{beside}[{2 * layer.n}:] = torch.from_numpy(weights["{step.arrays["c"]}"]).ravel()')
    names = {"weight_ih_l0": "W", "weight_hh_l0": "U", "bias_ih_l0": "b"}
    return Line(
        f"through_time({', '.join([f'self.{name}', A, *more])})",
        f"nn.{MODULES[step.kind]}({layer.n_in}, {layer.n}, batch_first=True)",
        tuple((own, step.arrays[array]) for own, array in names.items()),
        tuple(loads),
        RUNS_THROUGH,
    )


READS_AND_WRITES = '''
def read_and_write(layers, X, reading, writing):
    """An encoder and a decoder over sequences X (m, n, T): the state after every step.

    The decoder goes on from the state in which the encoder ended."""
    has_cells = isinstance(layers[0], nn.LSTM)
    zeros = X.new_zeros(1, len(X), layers[0].hidden_size)
    state = (zeros, zeros) if has_cells else (zeros,)
    states = []
    for t, x in enumerate(X.unbind(2)):
        found = [layer(x[:, None], state if has_cells else state[0])[1] for layer in layers]
        read, write = (after if has_cells else (after,) for after in found)
        reads, writes = reading[None, :, t, None], writing[None, :, t, None]
        state = tuple(torch.where(reads, r, torch.where(writes, w, s)) for r, w, s in zip(read, write, state))
        states.append(state[0][0])
    return torch.stack(states, dim=2)
'''


def encoder_decoder(step: Step) -> Line:
    """Two modules in a list, the encoder first."""
    A, reading, writing = step.reads
    layer, name = step.about, module_of(step)
    module = f"nn.{MODULES[layer.description.kind]}({layer.n_in}, {layer.n}, batch_first=True)"
    loads, parameters = [], []
    for nth, prime in enumerate(("", "'")):
        beside = f'state["{name}.{nth}.bias_hh_l0"]'
        loads.append(f"{beside} = torch.zeros_like({beside})")
        if "c" in step.arrays:
            array = step.arrays["c" + prime]
            loads.append(f'{beside}[{2 * layer.n}:] = torch.from_numpy(weights["{array}"]).ravel()')
        names = {"weight_ih_l0": "W", "weight_hh_l0": "U", "bias_ih_l0": "b"}
        parameters += [(f"{nth}.{own}", step.arrays[array + prime]) for own, array in names.items()]
    return Line(
        f"read_and_write(self.{name}, {A}, {reading}, {writing})",
        f"nn.ModuleList([{module}, {module}])",
        tuple(parameters),
        tuple(loads),
        READS_AND_WRITES,
    )


def time_distributed(step: Step) -> Line:
    module = f"nn.Linear({step.shape_in[0]}, {step.shape_out[0]})"
    value = called(step, f"{step.reads[0]}.transpose(1, 2)")
    return Line(f"{value}.transpose(1, 2)", module, weight_and_bias(step))


KNOWN: dict[str, Writer] = {
    "features": features,
    "standardize": lambda step: Line(f"({step.reads[0]} - self.mean) / self.deviation"),
    "dense": dense,
    "activation": activation,
    "softmax": lambda step: Line(f"torch.softmax({step.reads[0]}, dim=1)"),
    "batch_normalization": batch_normalization,
    "dropout": dropout,
    "noise": noise,
    "center_loss": lambda step: Line(step.reads[0]),
    "convolution": convolving("Conv2d"),
    "transposed_convolution": convolving("ConvTranspose2d"),
    "pooling": pooling,
    "global_average": lambda step: Line(f"{step.reads[0]}.mean(dim=(2, 3))"),
    "upsampling": lambda step: Line(
        f"functional.interpolate({step.reads[0]}, scale_factor={step.about.factor})"
    ),
    "reshape": lambda step: Line(f"{step.reads[0]}.reshape(-1, {', '.join(map(str, step.shape_out))})"),
    "lengths": lambda step: Line(f"({step.reads[0]} != 0).any(1)"),
    "writing": lambda step: Line(f"{step.reads[1]} & ({step.reads[0]}[:, {step.about.asks}].cumsum(1) > 0)"),
    "reading": lambda step: Line(f"{step.reads[0]} & ~{step.reads[1]}"),
    "encoder_decoder": encoder_decoder,
    "recurrent": recurrent,
    "gru": recurrent,
    "lstm": recurrent,
    "time_distributed": time_distributed,
    "add": lambda step: Line(" + ".join(step.reads)),
    "concatenate": lambda step: Line(f"torch.cat([{', '.join(step.reads)}], dim=1)"),
}


class PyTorch(Format):
    title = "PyTorch"
    help = "The source of a module, and the weights as .npz."
    known: ClassVar[Any] = KNOWN

    @classmethod
    def written(cls, program: Program) -> bytes:
        return archive({SCRIPT: source(program), WEIGHTS: weights_of(program)})


def source(program: Program) -> str:
    lines = [(step, KNOWN[step.kind](step)) for step in program.steps]
    modules = [f"self.{module_of(step)} = {line.module}" for step, line in lines if line.module]
    parameters = {f"{module_of(step)}.{own}": array for step, line in lines for own, array in line.parameters}
    loads = [line for _, each in lines for line in each.loads]
    written = "\n".join(dict.fromkeys(line.function for _, line in lines if line.function))
    for step in program.steps:
        if step.kind == "standardize":
            for name in ("mean", "deviation"):
                modules.append(f'self.register_buffer("{name}", torch.zeros{tuple(step.shape_out)})')
                parameters[name] = name
    return f'''{
        heading(
            program,
            f"Samples are rows: X is (m, {', '.join(map(str, program.shape_in))}).",
            f"`python {SCRIPT}` compares its answers with those of Chalknet.",
        )
    }

from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

{LOADING}
PARAMETERS = {{
{indented(f'"{name}": "{array}",' for name, array in parameters.items())}
}}
"""Where each array of the weights belongs."""
{written and chr(10) + written}

class Network(nn.Module):
    def __init__(self):
        super().__init__()
{indented(modules, 2)}

    def forward(self, X):
        """The network's answers {answers_of(program)} to samples X."""
{indented((f"{step.name} = {line.value}  # {as_text(step.shape_out)}" for step, line in lines), 2)}
        return {answers_of(program)}


def load():
    """The network as Chalknet had it, ready for use; `network.train()` lets it learn on."""
    network = Network()
    state = network.state_dict()
    for name, array in PARAMETERS.items():
        state[name] = torch.from_numpy(weights[array]).reshape(state[name].shape)
{"".join(f"    {line}" + chr(10) for line in loads)}    network.load_state_dict(state)
    return network.eval()


if __name__ == "__main__":
    X = torch.from_numpy({example_rows("X", program.shape_in)})
    with torch.no_grad():
        {answers_of(program)} = load()(X)
{indented(comparison(program, example_rows))}
'''
