"""Refusals: the message to a person when something cannot be done: what was wrong, where, and what is allowed."""

import json
import re
import typing
from collections.abc import Iterator, Mapping, Sequence, Sized
from itertools import takewhile
from typing import Any

from pydantic import BaseModel

from engine.counted import english, is_whole
from engine.fault import Fault
from engine.fault import sentence as sentence
from engine.registry import AnyOf

SHOWN_CHARACTERS = 40


class Refusal(Exception):  # noqa: N818  (a refusal is an answer, not a programming error)
    """A request that was understood and is not carried out; nothing has changed.

    `code` is for programs, `where` names the field at fault (or is None). `text` is an English sentence with {names},
    which is the key of its translations, and `values` fill them in; `message` is the whole English sentence.
    """

    def __init__(self, code: str, where: str | None, text: str, /, **values: Any) -> None:
        self.code = code
        self.where = where
        self.text = text
        self.values = values
        self.message = english(text, values)
        super().__init__(self.message)

    def as_dict(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "where": self.where,
            "message": self.message,
            "text": self.text,
            "values": self.values,
        }


class HostError(Refusal):
    """A host's refusal: a change that does not fit, a run that it does not have, or its own restart."""


NO_VISITOR = sentence("This browser is not known here: allow cookies, and load the page again.")

ALLOWED = {
    "less_than_equal": sentence("{where} is {given}, but may be {le} at most."),
    "greater_than_equal": sentence("{where} is {given}, but must be {ge} at least."),
    "less_than": sentence("{where} is {given}, but must be less than {lt}."),
    "greater_than": sentence("{where} is {given}, but must be more than {gt}."),
    "literal_error": sentence("{where} is {given}; allowed are {expected}."),
    "too_long": sentence("{where} has {actual_length} items, but may have {max_length} at most."),
    "too_short": sentence("{where} has {actual_length} items, but must have {min_length} at least."),
    "string_too_long": sentence("{where} may have {max_length} characters at most."),
    "string_too_short": sentence("{where} must have {min_length} characters at least."),
    "string_pattern_mismatch": sentence("{where} is {given}, which cannot be an id."),
    "int_from_float": sentence("{where} is {given}, but must be a whole number."),
    "int_type": sentence("{where} is {given}, but must be a whole number."),
    "int_parsing": sentence("{where} is {given}, but must be a whole number."),
    "int_parsing_size": sentence("{where} is {given}, which is too large."),
    "float_type": sentence("{where} is {given}, but must be a number."),
    "float_parsing": sentence("{where} is {given}, but must be a number."),
    "finite_number": sentence("{where} is {given}, but must be a finite number."),
    "string_type": sentence("{where} is {given}, but must be a text."),
    "string_unicode": sentence("{where} is not Unicode."),
    "bool_type": sentence("{where} is {given}, but must be true or false."),
    "bool_parsing": sentence("{where} is {given}, but must be true or false."),
    "tuple_type": sentence("{where} is {given}, but must be a list."),
    "list_type": sentence("{where} is {given}, but must be a list."),
    "dict_type": sentence("{where} is {given}, but must have named fields."),
    "model_type": sentence("{where} is {given}, but must have named fields."),
    "model_attributes_type": sentence("{where} is {given}, but must have named fields."),
}
"""The sentence for each kind of pydantic's errors (docs.pydantic.dev/latest/errors/validation_errors)."""
TOO_LONG_FORMULA = sentence("The formula has {actual_length} characters, but may have {max_length} at most.")
OF_FIELDS = {
    ("data.digits", "too_short"): sentence("Choose two digits at least."),
    ("data.features", "too_short"): sentence("The network needs at least one feature."),
    ("data.features.*", "string_too_long"): TOO_LONG_FORMULA,
    ("data.formula", "string_too_long"): TOO_LONG_FORMULA,
    ("data.points", "too_long"): sentence(
        "There are {actual_length} points, but there may be {max_length} at most."
    ),
    ("data.rows", "too_long"): sentence(
        "There are {actual_length} rows, but there may be {max_length} at most."
    ),
    ("data.rows.*", "too_long"): sentence(
        "Row {number} has {actual_length} numbers, but may have {max_length} at most."
    ),
    ("data.rows.*", "too_short"): sentence(
        "Row {number} needs {min_length} numbers at least: an input and what is to be predicted."
    ),
    ("data.rows.*.*", "less_than_equal"): sentence("Row {number} has {given}, but {le} is the most."),
    ("data.rows.*.*", "greater_than_equal"): sentence("Row {number} has {given}, but {ge} is the least."),
    ("data.texts", "too_long"): sentence(
        "There are {actual_length} pairs, but there may be {max_length} at most."
    ),
    ("data.texts", "too_short"): sentence(
        "Type {min_length} pairs of texts at least, a line each: some are kept for the test."
    ),
    ("data.texts.*.*", "string_too_long"): sentence(
        "Pair {number} has a text of {actual_length} letters, but a text may have {max_length} at most."
    ),
    ("data.texts.*.*", "string_too_short"): sentence("Pair {number} has an empty text."),
    ("name", "string_too_short"): sentence("Type a name."),
    ("nickname", "string_too_short"): sentence("Type a nickname."),
    ("text", "string_too_short"): sentence("Type a text."),
    ("title", "string_too_short"): sentence("Type a title."),
    ("value", "too_short"): sentence("Draw a line with two corners at least."),
    ("table.inputs", "too_short"): sentence("Choose one input at least."),
    ("table.inputs", "too_long"): sentence(
        "{actual_length} inputs are chosen, but there may be {max_length} at most."
    ),
}
"""Sentences for fields that a person can bring to the limit on the page, in the words of the page; a * is an item of
a list, and {number} the place of the outermost one, counted from 1."""
ALLOWED_ELSE = sentence("{where} is {given}: {problem}.")
BODY = "the body"
CONSTRAINED = "constrained-"
"""Before the name of a type with bounds, among several that are allowed."""


def unknown_run() -> Refusal:
    """The same refusal for another visitor's run and for no run, so that ids cannot be probed."""
    return Refusal("unknown-run", "run", "There is no such run here: it may have ended, or it is not yours.")


def explain(
    errors: Sequence[Mapping[str, Any]], model: Any = None, tags: Mapping[str, Any] | None = None
) -> Refusal:
    """The first of pydantic's errors, as one sentence.

    `errors` is what ``ValidationError.errors()`` returns. The names that would have been allowed in place of an
    unknown one are looked up in `model`, or in `tags`: the models of a discriminated union, by tag.
    """
    error = aptest(errors)
    kind, given, context = error["type"], error.get("input"), error.get("ctx", {})
    path = [cut(str(part)) for part in error["loc"]]
    if tags and path and path[0] in tags:
        model = tags[path.pop(0)]
    where = ".".join(path) or None

    if kind == "json_invalid":
        reason = str(context.get("error", error["msg"]))
        return Refusal("malformed", None, "This is not JSON: {reason}.", reason=cut(reason))
    if kind == "union_tag_invalid":
        return Refusal(
            "unknown-command",
            "do",
            "{given} is not a command; allowed are {allowed}.",
            given=shown(context["tag"]),
            allowed=str(context["expected_tags"]).replace("'", ""),
        )
    if kind == "union_tag_not_found":
        allowed = ", ".join(tags or ())
        return Refusal(
            "invalid", "do", "The command does not say what to do; allowed are {allowed}.", allowed=allowed
        )
    if kind == "extra_forbidden":
        allowed = ", ".join(fields_at(model, path[:-1]))
        if allowed:
            return Refusal(
                "unknown-field",
                where,
                "{where} is not known; allowed are {allowed}.",
                where=where,
                allowed=allowed,
            )
        return Refusal("unknown-field", where, "{where} is not known.", where=where)
    if kind == "missing":
        return Refusal("invalid", where, "{where} is missing.", where=where or BODY)
    if kind == "value_error" and isinstance(fault := context["error"], Fault):
        return Refusal("invalid", fault.where or where, fault.text, **fault.values)
    known = {name: plain(value) for name, value in context.items() if isinstance(value, int | float | str)}
    if kind in ("too_long", "too_short") and isinstance(given, str):
        kind = f"string_{kind}"  # pydantic counts a text as a list where a validator comes before
    if kind.endswith(("too_long", "too_short")) and isinstance(given, Sized):
        known.setdefault("actual_length", len(given))  # pydantic counts neither a set nor a text
    places = [int(part) for part in path if part.isdigit()]
    values = {**known, "where": where or BODY, "given": given if is_whole(given) else shown(given)}
    if places:
        values["number"] = places[0] + 1
    if "expected" in known:
        # pydantic joins them in English: 'a', 'b' or 'c'.
        values["expected"] = ", ".join(options(str(known["expected"])))
    names = [part for part in path if not part.isdigit()][-2:]
    items = len(list(takewhile(str.isdigit, reversed(path))))
    field = ".".join(names + ["*"] * items)
    if text := OF_FIELDS.get((field, kind)) or ALLOWED.get(kind):
        return Refusal("invalid", where, text, **values)
    return Refusal(
        "invalid", where, ALLOWED_ELSE, **values, problem=error["msg"].removeprefix("Value error, ")
    )


def aptest(errors: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The first error. Where several types are allowed, pydantic has errors of each, below the type's name: then the
    first that says more than that the value is of another type, at its place without that name."""
    first = errors[0]
    *place, last = first["loc"] or ("",)
    label = str(last)
    of_type = label.removeprefix(CONSTRAINED)
    is_other_type = first["type"] in (f"{of_type}_type", f"{of_type}_parsing")
    if not is_other_type:
        return {**first, "loc": tuple(place)} if of_type != label else first
    of_value = [each for each in errors if [*each["loc"][: len(place)]] == place]
    more = [each for each in of_value if not each["type"].endswith(("_type", "_parsing"))]
    if not more and of_type == label:
        return first
    chosen = (more or of_value)[0]
    return {**chosen, "loc": (*place, *chosen["loc"][len(place) + 1 :])}


def options(expected: str) -> list[str]:
    """The words that pydantic's list of what is allowed has."""
    return re.findall(r"'([^']*)'", expected) or re.split(", | or ", expected)


def plain(value: float | str) -> float | str:
    """A bound as people write it: 50 instead of 50.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def shown(value: object) -> str:
    """A value as it was given, in JSON's words for what Python calls None, True and False, cut short."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return cut(repr(value).replace("e+", "e") if isinstance(value, float) else repr(value))


def cut(text: str) -> str:
    """The beginning of a text, as Unicode that can be sent."""
    text = text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
    return text.encode(errors="replace").decode()


def fields_at(model: Any, path: Sequence[str]) -> Iterator[str]:
    """The names that `model` knows at `path`."""
    for name in path:
        field = getattr(model, "model_fields", {}).get(name)
        union = next((part for part in field.metadata if isinstance(part, AnyOf)), None) if field else None
        if union is not None:
            yield from union.fields
            return
        model = field.annotation if field else None
        model = next((part for part in typing.get_args(model) if part is not type(None)), model)
    if isinstance(model, type) and issubclass(model, BaseModel):
        yield from model.model_fields
