"""What a person is told when something cannot be done: what was wrong, where, and what is allowed."""

import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

SHOWN_CHARACTERS = 40


class Refusal(Exception):  # noqa: N818  (it is an answer, not a mistake)
    """A request that was understood and is not carried out; nothing has changed.

    `code` is for programs, `where` names the field at fault (or is None), `message` is for people.
    """

    def __init__(self, code: str, where: str | None, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.where = where
        self.message = message

    def as_dict(self) -> dict[str, str | None]:
        return {"code": self.code, "where": self.where, "message": self.message}


def unknown_run() -> Refusal:
    """The same whether the run is someone else's or nobody's: ids cannot be probed."""
    return Refusal("unknown-run", "run", "there is no such run here: it may have ended, or it is not yours")


def explain(
    errors: Sequence[Mapping[str, Any]], model: Any = None, tags: Mapping[str, Any] | None = None
) -> Refusal:
    """The first of pydantic's errors, as one sentence.

    `errors` is what ``ValidationError.errors()`` returns. The names that would have been allowed in place of an
    unknown one are looked up in `model`, or in `tags`: the models of a discriminated union, by tag.
    """
    error = errors[0]
    kind, given, context = error["type"], error.get("input"), error.get("ctx", {})
    path = [cut(str(part)) for part in error["loc"]]
    if tags and path and path[0] in tags:
        model = tags[path.pop(0)]
    where = ".".join(path) or None

    if kind == "json_invalid":
        return Refusal("malformed", None, f"this is not JSON: {context.get('error', error['msg'])}")
    if kind == "union_tag_invalid":
        what = f"{shown(context['tag'])} is not a command; allowed are {context['expected_tags']}"
        return Refusal("unknown-command", "do", what.replace("'", ""))
    if kind == "union_tag_not_found":
        return Refusal(
            "invalid", "do", f"the command does not say what to do; allowed are {', '.join(tags or ())}"
        )
    if kind == "extra_forbidden":
        allowed = ", ".join(fields_at(model, path[:-1]))
        return Refusal(
            "unknown-field", where, f"{where} is not known" + (f"; allowed are {allowed}" if allowed else "")
        )
    if kind == "missing":
        return Refusal("invalid", where, f"{where or 'the body'} is missing")
    message = error["msg"].removeprefix("Value error, ")
    if kind == "value_error":
        return Refusal("invalid", where, message)
    asked = message[:1].lower() + message[1:]
    return Refusal("invalid", where, f"{where or 'it'} is {shown(given)}: {asked}")


def shown(value: object) -> str:
    """A value as it was given, cut short."""
    return cut(repr(value))


def cut(text: str) -> str:
    """The beginning of a text, as Unicode that can be sent."""
    text = text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
    return text.encode(errors="replace").decode()


def fields_at(model: Any, path: Sequence[str]) -> Iterator[str]:
    """The names that `model` knows at `path`."""
    for name in path:
        fields = getattr(model, "model_fields", {})
        model = fields[name].annotation if name in fields else None
        model = next((part for part in typing.get_args(model) if part is not type(None)), model)
    if isinstance(model, type) and issubclass(model, BaseModel):
        yield from model.model_fields
