"""The kinds of data sets that there are, and the union of their descriptions, told apart by `kind`."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic.annotated_handlers import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, InitErrorDetails, PydanticKnownError, ValidationError, core_schema

from engine.data.description import Data

KINDS: dict[str, type[Data]] = {}
"""The descriptions by their kind, in the order in which they are offered."""


def register(description: type[Data]) -> None:
    """Let experiments have data sets of this kind."""
    KINDS[description.model_fields["kind"].default] = description


class OfAnyKind:
    """The union of all kinds that are registered when a value is validated: pydantic's own would be fixed before."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(described)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        union = [handler(kind.__pydantic_core_schema__) for kind in KINDS.values()]
        return {"oneOf": union, "discriminator": {"propertyName": "kind"}}

    @property
    def fields(self) -> list[str]:
        """The names of all fields that any kind has."""
        return [*dict.fromkeys(name for kind in KINDS.values() for name in kind.model_fields)]


AnyData = Annotated[Data, OfAnyKind()]


def described(value: Any) -> Data:
    """A description as it is, or made from plain values. ValidationError: it is none, or of no kind that there is.

    What another kind has, and this one has not, is left out: a former release had every field for every data set, and
    addresses and saved networks of then have them all.
    """
    if isinstance(value, Data):
        return value
    if not isinstance(value, Mapping):
        raise PydanticKnownError("model_attributes_type")
    name = value.get("kind", next(iter(KINDS)))
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        expected = ", ".join(f"'{each}'" for each in KINDS)
        wrong: InitErrorDetails = {
            "type": "literal_error",
            "loc": ("kind",),
            "input": name,
            "ctx": {"expected": expected},
        }
        raise ValidationError.from_exception_data("data", [wrong])
    fields = dict(value)
    for field in value.keys() - kind.model_fields.keys():
        if any(field in other.model_fields for other in KINDS.values()):
            del fields[field]
    return kind.model_validate(fields)


def changed(data: Data, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A description as plain values, with some `fields` replaced.

    Another kind keeps what was chosen for this one, as far as it has such fields; the others take its own defaults.
    """
    is_same = fields.get("kind", data.kind) == data.kind
    return {**data.model_dump(exclude_defaults=not is_same), **fields}
