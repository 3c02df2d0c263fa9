"""A format: what all formats have in common in which a trained network can be exported."""

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Any, ClassVar

from engine.control import option
from engine.export.program import Program
from engine.fault import Fault, sentence
from engine.layers.trace import Step

UNKNOWN = {
    "lengths": sentence("Chalknet does not export sequences of different lengths to {title} yet."),
    "recurrent": sentence("Chalknet does not export plain recurrent layers to {title} yet."),
    "gru": sentence("Chalknet does not export GRU layers to {title} yet."),
    "lstm": sentence("Chalknet does not export LSTM layers to {title} yet."),
    "time_distributed": sentence("Chalknet does not export dense layers at each step to {title} yet."),
    "encoder_decoder": sentence("Chalknet does not export an encoder with a decoder to {title} yet."),
}
"""Why there is no file, by the kind of the step that a format does not know."""
OTHER = sentence("Chalknet does not export {name} to {title} yet.")


class Format:
    """A module says what each kind of step is in its language, and writes the steps of a program one after the
    other."""

    title: ClassVar[str]
    """The format's name on the page."""
    help: ClassVar[str]
    """The contents of the file, in one sentence."""
    ending: ClassVar[str] = "zip"
    """The ending of the file's name."""
    media_type: ClassVar[str] = "application/zip"
    package: ClassVar[str | None] = None
    """The Python package that writes it, where one is needed."""
    known: ClassVar[Mapping[str, Callable[..., Any]]]
    """By the kind of a step, how it is written. A new layer needs a line here."""

    @classmethod
    def option(cls) -> dict[str, Any]:
        """The words about it on a page."""
        return option(cls.title, cls.help)

    @classmethod
    def export(cls, program: Program) -> bytes:
        """The file. Fault: a step is not known, or a package is missing."""
        if cls.package is not None and find_spec(cls.package) is None:
            raise Fault(
                "This server cannot write {title}: the Python package {package} is not installed.",
                title=cls.title,
                package=cls.package,
            )
        for step in program.steps:
            if step.kind not in cls.known:
                raise cls.unknown(step, step.kind)
        return cls.written(program)

    @classmethod
    def unknown(cls, step: Step, name: str) -> Fault:
        return Fault(UNKNOWN.get(step.kind, OTHER), title=cls.title, name=name)

    @classmethod
    def written(cls, program: Program) -> bytes:
        """The file, of steps that are all known."""
        raise NotImplementedError


FORMATS: dict[str, type[Format]] = {}
"""By the name that a request gives."""


def register(name: str, format: type[Format]) -> None:
    """Let networks be exported in this format."""
    FORMATS[name] = format
