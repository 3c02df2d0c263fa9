"""Registries as types of fields: the names or the descriptions in a registry, as it is when a value is validated."""

from collections.abc import Mapping
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

from pydantic import BaseModel
from pydantic.annotated_handlers import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, InitErrorDetails, PydanticKnownError, ValidationError, core_schema

Described = TypeVar("Described", bound=BaseModel)


@runtime_checkable
class Offered(Protocol):
    """An option of a choice on a page, such as a loss."""

    def option(self) -> dict[str, Any]:
        """Its label and its effect (see `engine.control.option`)."""


class OneOf:
    """``Annotated[str, OneOf(LOSSES)]`` is the name of a loss. A `Literal` would be fixed before others register."""

    def __init__(self, registry: Mapping[str, object]) -> None:
        self.registry = registry

    def known(self, name: Any) -> str:
        """The name itself. Raises pydantic's error of a `Literal` for an unknown name."""
        if isinstance(name, str) and name in self.registry:
            return name
        raise PydanticKnownError(
            "literal_error", {"expected": ", ".join(f"'{name}'" for name in self.registry)}
        )

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.known)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        options = {name: each.option() for name, each in self.registry.items() if isinstance(each, Offered)}
        return {"enum": [*self.registry], "type": "string", "options": options}


class AnyOf(Generic[Described]):
    """``Annotated[Data, AnyOf(Data, KINDS)]`` is one of the descriptions in a registry, chosen by their `kind`.

    A union would be fixed before others register. Without a kind, it is the `usual` one, if there is one.
    """

    def __init__(
        self, base: type[Described], registry: Mapping[str, type[Described]], usual: str | None = None
    ) -> None:
        self.base = base
        self.registry = registry
        self.usual = usual

    def described(self, value: Any) -> Described:
        """The description itself, or one made from plain values. ValidationError: it is invalid, or of unknown kind."""
        if isinstance(value, self.base):
            return value
        if not isinstance(value, Mapping):
            raise PydanticKnownError("model_attributes_type")
        kind = value.get("kind", self.usual)
        if isinstance(kind, str) and kind in self.registry:
            return self.made(self.registry[kind], value)
        if kind is None and "kind" not in value:
            missing: InitErrorDetails = {"type": "missing", "loc": ("kind",), "input": value}
            raise ValidationError.from_exception_data(self.base.__name__, [missing])
        wrong: InitErrorDetails = {
            "type": "literal_error",
            "loc": ("kind",),
            "input": kind,
            "ctx": {"expected": ", ".join(f"'{name}'" for name in self.registry)},
        }
        raise ValidationError.from_exception_data(self.base.__name__, [wrong])

    def made(self, kind: type[Described], fields: Mapping[str, Any]) -> Described:
        """A description of this kind, of plain values."""
        return kind.model_validate(fields)

    @property
    def fields(self) -> list[str]:
        """The names of all fields that any kind has."""
        return [*dict.fromkeys(name for kind in self.registry.values() for name in kind.model_fields)]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.described)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        union = [handler(kind.__pydantic_core_schema__) for kind in self.registry.values()]
        return {"oneOf": union, "discriminator": {"propertyName": "kind"}}
