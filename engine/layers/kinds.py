"""The kinds of layers that there are, and the union of their descriptions, told apart by `kind`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Annotated, Any

from pydantic.annotated_handlers import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, InitErrorDetails, PydanticKnownError, ValidationError, core_schema

from engine.fault import Fault
from engine.layers.description import Description

KINDS: dict[str, type[Description]] = {}
"""The descriptions by their kind."""


def register(description: type[Description]) -> None:
    """Let lists of layers hold layers of this kind."""
    KINDS[description.model_fields["kind"].default] = description


DEEPEST = 4
"""How deep blocks may lie in blocks."""
depth: ContextVar[int] = ContextVar("depth", default=0)
"""How many blocks are around what is being validated, or described in a schema."""


class OfAnyKind:
    """The union of all kinds that are registered when a value is validated: pydantic's own would be fixed before."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(described)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        if depth.get():  # The layers of a block; their schema would hold itself.
            return {"type": "object", "properties": {"kind": {"enum": [*KINDS]}}, "required": ["kind"]}
        with deeper():
            union = [handler(kind.__pydantic_core_schema__) for kind in KINDS.values()]
        return {"oneOf": union, "discriminator": {"propertyName": "kind"}}


@contextmanager
def deeper() -> Iterator[None]:
    token = depth.set(depth.get() + 1)
    try:
        yield
    finally:
        depth.reset(token)


AnyLayer = Annotated[Description, OfAnyKind()]


def described(value: Any) -> Description:
    """A description as it is, or made from plain values. ValidationError: it is none, or of no kind that there is."""
    if isinstance(value, Description):
        return value
    if not isinstance(value, Mapping):
        raise PydanticKnownError("model_attributes_type")
    kind = value.get("kind")
    if isinstance(kind, str) and kind in KINDS:
        if depth.get() > DEEPEST:
            raise Fault("Blocks may lie {most} deep in one another at most.", most=DEEPEST)
        with deeper():
            return KINDS[kind].model_validate(value)
    expected = ", ".join(f"'{kind}'" for kind in KINDS)
    wrong: InitErrorDetails = {
        "type": "literal_error",
        "loc": ("kind",),
        "input": kind,
        "ctx": {"expected": expected},
    }
    raise ValidationError.from_exception_data("layer", [wrong])
