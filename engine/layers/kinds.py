"""The kinds of layers that there are, and their descriptions as the type of a field."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Annotated, Any

from pydantic.annotated_handlers import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from engine.fault import Fault
from engine.layers.description import Description
from engine.registry import AnyOf

KINDS: dict[str, type[Description]] = {}
"""The descriptions by their kind."""


def register(description: type[Description]) -> None:
    """Let lists of layers hold layers of this kind."""
    KINDS[description.model_fields["kind"].default] = description


DEEPEST = 4
"""How deep blocks may lie in blocks."""
depth: ContextVar[int] = ContextVar("depth", default=0)
"""How many blocks are around what is being validated, or described in a schema."""


@contextmanager
def deeper() -> Iterator[None]:
    token = depth.set(depth.get() + 1)
    try:
        yield
    finally:
        depth.reset(token)


class AnyKind(AnyOf[Description]):
    """Any of the registered kinds, blocks within blocks."""

    def made(self, kind: type[Description], fields: Mapping[str, Any]) -> Description:
        if depth.get() > DEEPEST:
            raise Fault("Blocks may lie {most} deep in one another at most.", most=DEEPEST)
        with deeper():
            return super().made(kind, fields)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        if depth.get():  # The layers of a block; their schema would hold itself.
            return {"type": "object", "properties": {"kind": {"enum": [*KINDS]}}, "required": ["kind"]}
        with deeper():
            return super().__get_pydantic_json_schema__(schema, handler)


ANY_KIND = AnyKind(Description, KINDS)
AnyLayer = Annotated[Description, ANY_KIND]
described = ANY_KIND.described
