"""A Jupyter notebook that goes through the network layer by layer, by the `nbformat` package. The weights are in it."""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any, ClassVar

from engine.export.format import Format
from engine.export.numpy_script import KNOWN, as_shape, compared, functions, lines, loaded, predict
from engine.export.program import Program
from engine.export.source import told, weights_of
from engine.layers.layer import as_text
from engine.layers.trace import Step

CHARACTERS_A_LINE = 100
FORMULAS = {
    "features": r"Features of each point",
    "standardize": r"$A^{[0]} = (X - \mu) / \sigma$",
    "dense": r"$Z = W A_{prev} + b$",
    "convolution": r"$Z = W * A_{prev} + b$: every kernel times every window",
    "transposed_convolution": r"$Z$: every pixel adds its kernels to a larger picture",
    "batch_normalization": r"$\gamma\,(Z - \mu) / \sqrt{\sigma^2 + \epsilon} + \beta$, with running $\mu$, $\sigma^2$",
    "activation": r"$A = g(Z)$",
    "softmax": r"$A_k = e^{Z_k} / \sum_j e^{Z_j}$",
    "add": "The shortcut: $Z$ of both ways, added up",
    "concatenate": "The branches' channels, one after the other",
    "pooling": "Pooling: one number of each window",
    "global_average": "The average of each channel",
    "upsampling": "Every pixel becomes a square",
    "reshape": "The numbers are read as a picture",
    "lengths": "Which steps of the sequences there are",
    "writing": "At which steps an answer is written",
    "reading": "At which steps a text is read",
    "encoder_decoder": r"$h_t$ of the encoder while the text is read, then of the decoder, which goes on from it",
    "recurrent": r"$h_t = \tanh(W x_t + b + U h_{t-1})$, step by step",
    "gru": r"$h_t = z\,h_{t-1} + (1 - z)\,k$, step by step, with the gates $r$ and $z$",
    "lstm": r"$c_t = f\,c_{t-1} + i\,g$ and $h_t = o \tanh(c_t)$, step by step",
    "time_distributed": r"$Z_t = W x_t + b$ at each step",
}


class Notebook(Format):
    title = "Jupyter notebook"
    help = "The network layer by layer, with its weights inside."
    ending = "ipynb"
    media_type = "application/x-ipynb+json"
    package = "nbformat"
    known: ClassVar = KNOWN

    @classmethod
    def written(cls, program: Program) -> bytes:
        from nbformat import v4, validate, writes

        cells = [
            v4.new_markdown_cell(text) if is_text else v4.new_code_cell(text)
            for is_text, text in contents(program)
        ]
        for number, cell in enumerate(cells):
            cell["id"] = f"cell-{number}"  # The same network gives the same notebook.
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        notebook: Any = v4.new_notebook(cells=cells, metadata=kernel)
        validate(notebook)
        return str(writes(notebook)).encode()


def contents(program: Program) -> list[tuple[bool, str]]:
    """The cells: whether each is text, and what is in it."""
    found = [
        (
            True,
            f"# {program.title}\n\nA network that was trained with Chalknet. Samples are columns: "
            f"$X$ is {as_shape(program.shape_in)}. {' '.join(told(program))}".strip(),
        ),
        (False, "\n".join(["import base64, io", "", "import numpy as np", "", *packed(program)])),
        (False, "\n".join(loaded(program))),
    ]
    if needed := functions(program):
        found += [(True, "## The functions"), (False, "\n".join(needed).strip())]
    found += [
        (True, "## Layer by layer\n\nFive made-up samples go through the network."),
        (False, 'X = weights["example_X"]\nX.shape'),
    ]
    for group in groups(program.steps):
        found += [(True, words(group)), (False, "\n".join([*lines(group), f"{group[-1].name}[:, :5]"]))]
    found += [
        (True, "## All at once"),
        (False, "\n".join([predict(program), "", *compared(program)])),
    ]
    return found


def packed(program: Program) -> list[str]:
    """Lines that unpack the weights from a text."""
    text = b64encode(weights_of(program)).decode()
    parts = [text[at : at + CHARACTERS_A_LINE] for at in range(0, len(text), CHARACTERS_A_LINE)]
    joined = "\n".join(parts)
    return [f'packed = """\n{joined}\n"""', "weights = np.load(io.BytesIO(base64.b64decode(packed)))"]


def groups(steps: Sequence[Step]) -> list[list[Step]]:
    """The steps of each layer of the course: weights begin one."""
    found: list[list[Step]] = [[]]
    for step in steps:
        if found[-1] and "W" in step.arrays:
            found.append([])
        found[-1].append(step)
    return [group for group in found if group]


def words(group: Sequence[Step]) -> str:
    """The formulas of a layer's steps."""
    shape = as_text(group[-1].shape_out)
    formulas = [f"- {FORMULAS[step.kind]}" for step in group if step.kind in FORMULAS]
    return "\n".join([f"### {group[-1].name}: {shape}", "", *formulas])
