"""Source: what formats have in common that are Python programs, with the weights beside them."""

import io
import textwrap
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from zipfile import ZIP_DEFLATED

import numpy as np

from engine.array import Array
from engine.data import Feature
from engine.export.program import Program
from engine.formula import parsed
from engine.layers.layer import Form
from engine.term import LARGEST, source_of

SCRIPT, WEIGHTS = "network.py", "weights.npz"
LONGEST_LINE = 110
LOADING = f'''with np.load(Path(__file__).with_name("{WEIGHTS}")) as file:
    weights = dict(file)'''


def npz(arrays: Mapping[str, Array]) -> bytes:
    """The arrays as NumPy's own archive, without pickles."""
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def weights_of(program: Program) -> bytes:
    """The arrays of a program, and the samples with the network's answers to them."""
    answers = {f"example_{name}": A for name, A in zip(program.answers, program.A, strict=True)}
    return npz({**program.arrays, "example_X": program.X, **answers})


def columns_of(
    features: Sequence[Feature], named: Mapping[str, str], X: str, column: str, functions: str, clip: str
) -> str:
    """The features of points X, one behind the other: those that are `named`, and formulas with the `functions` of
    "np." or "torch.", whose values are limited by `clip`. `column` is how a coordinate of X is written."""
    variables = {name: column.format(X=X, number=number) for number, name in enumerate(("x1", "x2"))}
    return ", ".join(
        named[feature].format(X=X)
        if feature in named
        else f"{functions}{clip}({functions}nan_to_num({source_of(parsed(feature), functions, variables)}), "
        f"{-LARGEST:g}, {LARGEST:g})"
        for feature in features
    )


def archive(files: Mapping[str, str | bytes]) -> bytes:
    """The files as one."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", ZIP_DEFLATED) as found:
        for name, content in files.items():
            found.writestr(name, content)
    return made.getvalue()


def indented(lines: Iterable[str], depth: int = 1) -> str:
    return textwrap.indent("\n".join(lines), "    " * depth)


def heading(program: Program, *more: str) -> str:
    """The first lines of a script, which tell what it is."""
    lines = [f"Chalknet: {program.title}.", "", *more]
    if about := told(program):
        lines += ["", *(line for sentence in about for line in textwrap.wrap(sentence, LONGEST_LINE))]
    # The names are a person's own: they end no string.
    body = "\n".join(lines).replace("\\", "\\\\").replace('"', '\\"')
    return f'"""{body}\n"""'


def told(program: Program) -> list[str]:
    """What the inputs and the answers stand for, in sentences."""
    found = [*program.meaning]
    if program.labels and any(pair != (0.0, 1.0) for pair in program.labels):
        labels = ", ".join(f"{deviation:.6g} A + {mean:.6g}" for mean, deviation in program.labels)
        found += [f"The network's answers are standardised; in the units of the file they are {labels}."]
    return found


def answers_of(program: Program) -> str:
    """The answers of a program, as an expression."""
    return ", ".join(program.answers)


def comparison(program: Program, wanted: Callable[[str, Form], str]) -> list[str]:
    """The lines of a script that compare its answers with Chalknet's; `wanted` is the expression for an answer, by its
    name and shape."""
    found = [f"print({program.answers[0]})"]
    for name in program.answers:
        close = f"np.allclose({name}, {wanted(name, program.shapes[name])}, atol=1e-5)"
        found.append(f'print("as Chalknet:", {close})')
    return found


def example_rows(name: str, shape: Form) -> str:
    """The samples that came along, or the answers to them, as an expression: a row each."""
    rows = f'weights["example_{name}"].T'
    return f"np.ascontiguousarray({rows})" if len(shape) == 1 else f"{rows}.reshape{(-1, *shape)}"
