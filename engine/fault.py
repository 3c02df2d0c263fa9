"""A fault is what is wrong with a description: a sentence with {names}, and the values that fill them in."""

from engine.counted import english


class Fault(ValueError):  # noqa: N818  (it is an answer, not a mistake)
    """`text` is the English sentence and the key of its translations; `where` names the field, if one is at fault."""

    def __init__(self, text: str, *, where: str | None = None, **values: object) -> None:
        super().__init__(english(text, values))
        self.text = text
        self.where = where
        self.values = values


def sentence(text: str) -> str:
    """Mark a text for people that is not raised where it stands, so that the tests require a translation."""
    return text
