"""The kinds of data sets that there are, and their descriptions as the type of a field."""

from collections.abc import Mapping
from typing import Annotated, Any

from engine.data.description import Data
from engine.registry import AnyOf

KINDS: dict[str, type[Data]] = {}
"""The descriptions by their kind, in the order in which they are offered."""


def register(description: type[Data]) -> None:
    """Let experiments have data sets of this kind."""
    KINDS[description.model_fields["kind"].default] = description


class AnyDataKind(AnyOf[Data]):
    """Any of the registered kinds.

    What another kind has, and this one has not, is left out: a former release had every field for every data set, and
    addresses and saved networks of then have them all.
    """

    def made(self, kind: type[Data], fields: Mapping[str, Any]) -> Data:
        own = dict(fields)
        for name in fields.keys() - kind.model_fields.keys():
            if any(name in other.model_fields for other in KINDS.values()):
                del own[name]
        return kind.model_validate(own)


ANY_KIND = AnyDataKind(Data, KINDS, usual="circle")
AnyData = Annotated[Data, ANY_KIND]
described = ANY_KIND.described


def changed(data: Data, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A description as plain values, with some `fields` replaced.

    Another kind keeps what was chosen for this one, as far as it has such fields; the others take its own defaults.
    """
    is_same = fields.get("kind", data.kind) == data.kind
    return {**data.model_dump(exclude_defaults=not is_same), **fields}
