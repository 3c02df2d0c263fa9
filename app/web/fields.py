"""The fields of an experiment, from its JSON schema. The page's controls, addresses and conditions derive from them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from engine.control import USUAL, option
from engine.experiment import Experiment

Schema = Mapping[str, Any]

CODED = ("title", "type", "nullable", "enum", "minimum", "maximum", "maxItems", "default")
"""The keys of a schema that the page's scripts need; the page's controls already show the rest."""
WORDS = ("each", "coding", "replaces")
"""The keys of `control` that the page's scripts need."""
CONTROLS = {"number": "number", "integer": "number", "boolean": "flag"}
"""The usual control of a type."""


class Field(NamedTuple):
    """A field of a part. Fields of one name with different bounds, in different kinds of data, are separate fields."""

    part: str
    field: str
    schema: Schema
    """Its JSON schema, without references; `nullable` instead of a union with null."""
    kinds: tuple[str, ...] | None
    """The kinds of the part that have it; None where all have it, or the part has one kind."""
    variant: int = 0
    """Its index among the fields of its name."""

    @property
    def name(self) -> str:
        return f"{self.part}.{self.field}"

    @property
    def control(self) -> dict[str, Any]:
        """The values of `engine.control`."""
        return {**USUAL, **self.schema.get("control", {})}

    @property
    def kind_of_control(self) -> str:
        """The macro of templates/controls.html that draws its control."""
        usual = "choice" if "enum" in self.schema else CONTROLS.get(self.schema.get("type", ""), "")
        return str(self.control["kind"]) or usual

    @property
    def id(self) -> str:
        """The id of its control on the page."""
        return f"{self.part}-{self.field}" + (f"-{self.variant}" if self.variant else "")

    @property
    def options(self) -> list[tuple[str, dict[str, Any]]]:
        """The offered values, each with its label and optionally a help, in the order of the type. A value without a
        label is labelled with its own name."""
        words = map(str, self.schema["enum"])
        return [
            (word, {"label": word, "help": "", "applies": {}, "takes": {}, **self.about(word)})
            for word in words
        ]

    def about(self, word: str) -> dict[str, Any]:
        """The description of a value, from the field or from the registry of its values."""
        options: dict[str, dict[str, Any]] = self.schema.get("options", self.control["options"])
        return options.get(word, {})

    @property
    def applies(self) -> dict[str, Any]:
        """The values of other fields with which it applies."""
        own = self.control["applies"]
        return own if self.kinds is None else {f"{self.part}.kind": list(self.kinds), **own}

    @property
    def coded(self) -> dict[str, Any]:
        """The data for the page's scripts. `usual`, for a list of items of several kinds, holds the defaults of each
        kind."""
        found = {"name": self.name} | {key: self.schema[key] for key in CODED if key in self.schema}
        found |= {key: self.control[key] for key in WORDS if self.control[key]}
        if self.kinds is not None:
            found["kinds"] = self.kinds
        items = self.schema.get("items", {})
        if "oneOf" in items:
            found["usual"] = {
                each["properties"]["kind"]["const"]: {
                    name: field["default"] for name, field in each["properties"].items() if "default" in field
                }
                for each in items["oneOf"]
            }
        elif items:
            found["items"] = {key: items[key] for key in CODED if key in items}
        return found

    @property
    def worded(self) -> dict[str, Any]:
        """The same for a page without controls, with the words in which a control shows a value."""
        words = {key: self.control[key] for key in ("unit", "times") if self.control[key] not in ("", 1)}
        if "enum" in self.schema:
            words["labels"] = {word: about["label"] for word, about in self.options}
        return self.coded | words


@cache  # It takes 20 ms, and several pages need it.
def experiment_schema() -> dict[str, Any]:
    """The JSON schema of an experiment."""
    return Experiment.model_json_schema()


def fields_of(schema: Schema) -> list[Field]:
    """All fields, in the order of the experiment's schema."""
    return [
        Field(part, *member)
        for part, reference in schema["properties"].items()
        for member in members(resolved(reference, schema), schema)
    ]


def members(part: Schema, schema: Schema) -> Iterator[tuple[str, Schema, tuple[str, ...] | None, int]]:
    """The fields of a part, as arguments of `Field`. Equal fields of several kinds of a union are one field."""
    if "oneOf" not in part:
        for name, field in part["properties"].items():
            yield name, resolved(field, schema), None, 0
        return
    kinds = [resolved(kind, schema) for kind in part["oneOf"]]
    yield "kind", kind_of(part, kinds), None, 0
    for name in dict.fromkeys(name for kind in kinds for name in kind["properties"] if name != "kind"):
        alike: dict[str, tuple[Schema, list[str]]] = {}
        for kind in kinds:
            if name in kind["properties"]:
                field = resolved(kind["properties"][name], schema)
                alike.setdefault(repr(field), (field, []))[1].append(kind["properties"]["kind"]["const"])
        for variant, (field, of) in enumerate(alike.values()):
            yield name, field, tuple(of) if len(of) < len(kinds) else None, variant


def kind_of(part: Schema, kinds: Sequence[Schema]) -> Schema:
    """The choice among the kinds of a part, as the part's own field. A kind is labelled with its title, and explained
    by its description."""
    options = {
        kind["properties"]["kind"]["const"]: option(
            kind["title"], first_paragraph(kind.get("description", ""))
        )
        for kind in kinds
    }
    return {
        "title": part["title"],
        "type": "string",
        "enum": list(options),
        "default": part["default"]["kind"],
        "control": {**part.get("control", {}), "options": options},
    }


def first_paragraph(text: str) -> str:
    return " ".join(text.split("\n\n")[0].split())


def resolved(schema: Schema, root: Schema) -> Schema:
    """A schema with its references replaced, and `nullable` in place of a union of one type and null."""
    if "$ref" in schema:
        name = schema["$ref"].split("/")[-1]
        schema = {**root["$defs"][name], **{key: value for key, value in schema.items() if key != "$ref"}}
    types = [each for each in schema.get("anyOf", []) if each.get("type") != "null"]
    if len(types) == 1:
        rest = {key: value for key, value in schema.items() if key != "anyOf"}
        schema = {**resolved(types[0], root), **rest, "nullable": True}
    return schema


def standing(fields: Sequence[Field], group: str, *, more: bool = False) -> list[tuple[bool, list[Field]]]:
    """The fields with a control in a group, in order; neighbouring fields of half the width form one item."""
    found = [field for field in fields if field.control["group"] == group and field.control["more"] == more]
    found.sort(key=lambda field: field.control["order"])
    return [(half, list(those)) for half, those in groupby(found, key=lambda field: field.control["half"])]


def texts(fields: Sequence[Field]) -> Iterator[str]:
    """The titles of the fields, and all texts of their controls: the keys of translations."""
    for field in fields:
        yield from (
            field.schema["title"],
            field.control["help"],
            field.control["hint"],
            field.control["unit"],
        )
        for about in field.schema.get("options", field.control["options"]).values():
            yield from (about.get("label", ""), about.get("help", ""))
