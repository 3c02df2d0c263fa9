"""What a person types as a sequence: the symbols that are meant, and which of them there are not."""

from collections.abc import Collection
from unicodedata import category, name, normalize

from engine.fault import Fault


def meant(text: str, symbols: Collection[str]) -> str:
    """The text in these symbols where that is plain: a full-width letter or digit (（ for a bracket), and nothing for a
    sign without a width. What is a symbol stays."""
    found = []
    for sign in text:
        plain = normalize("NFKC", sign)
        if sign in symbols:
            found.append(sign)
        elif category(sign) != "Cf":
            found.append(plain if len(plain) == 1 and plain in symbols else sign)
    return "".join(found)


def check_symbols(text: str, symbols: Collection[str]) -> None:
    """Raises Fault where a sign of the text is no symbol; one that is not seen is named by its Unicode name."""
    for sign in text:
        if sign not in symbols:
            raise Fault(
                "The symbols are {symbols}: {unknown} is none of them.",
                symbols=" ".join(symbol for symbol in symbols if symbol != " "),
                unknown=sign if sign.isprintable() and category(sign)[0] != "M" else name(sign, repr(sign)),
            )
