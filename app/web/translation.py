"""The languages of the page, the choice of one for a visitor, and its texts."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from babel.core import Locale, negotiate_locale
from babel.lists import format_list
from babel.messages.pofile import read_po
from starlette.requests import Request

from app.door.weights import weights_in

LOCALES = Path(__file__).parents[1] / "locale"
DEFAULT = "en"
COOKIE = "chalknet_language"
"""The cookie's name in former releases; each server now adds a mark of its own."""
COOKIE_SECONDS = 365 * 24 * 3600


class Language(NamedTuple):
    """A language's code, and its texts by the English ones. English has none: its texts are the keys."""

    code: str
    messages: Mapping[str, str]

    def gettext(self, text: str) -> str:
        return self.messages.get(text, text)

    @property
    def gap(self) -> str:
        """What stands between two sentences that are elements of their own, as on the page (static/words/joined.js): a
        blank, or nothing in Chinese."""
        return format_list(["a", "b"], "unit-narrow", self.code)[1:-1]

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The text for a count. Chinese has no plural forms, and English is the key."""
        return self.gettext(one if count == 1 else many)


@cache  # Reading them takes 30 ms, and they do not change.
def languages() -> dict[str, Language]:
    """All languages by code, read from app/locale."""
    found = {DEFAULT: Language(DEFAULT, {})}
    for path in sorted(LOCALES.glob("*/LC_MESSAGES/chalknet.po")):
        code = path.parts[-3]
        with path.open("rb") as file:
            catalog = read_po(file, locale=Locale.parse(code), abort_invalid=True)
        found[code] = Language(
            code,
            {
                message.id: message.string
                for message in catalog
                if isinstance(message.id, str) and isinstance(message.string, str)
                if message.id and message.string and not message.fuzzy
            },
        )
    return found


def language_of(request: Request, known: Mapping[str, Language], cookie: str) -> Language:
    """The language of ?lang=, else of the cookie, else of the browser, else English."""
    cookies = (request.cookies.get(name, "") for name in (cookie, COOKIE))
    for code in (request.query_params.get("lang", ""), *cookies):
        if code in known:
            return known[code]
    accepted = negotiate_locale(preferred(request.headers.get("accept-language", "")), known, sep="-")
    return known[accepted or DEFAULT]


def preferred(accept_language: str) -> list[str]:
    """The languages of an Accept-Language header, best first; each region is followed by its bare language."""
    weights = weights_in(accept_language)
    tags = [tag for tag in sorted(weights, key=lambda tag: -weights[tag]) if weights[tag]]
    return [code for tag in tags for code in (tag, tag.split("-")[0])]
