"""The names in a registry as the type of a field: which there are is asked when a value is validated."""

from collections.abc import Mapping
from typing import Any

from pydantic.annotated_handlers import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticKnownError, core_schema


class OneOf:
    """``Annotated[str, OneOf(LOSSES)]`` is the name of a loss. A `Literal` would be fixed before others register."""

    def __init__(self, registry: Mapping[str, object]) -> None:
        self.registry = registry

    def known(self, name: Any) -> str:
        """The name itself. Pydantic's error of a `Literal`: there is no such name."""
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
        return {"enum": [*self.registry], "type": "string"}
