"""Names of networks, classes and columns: one line, which leaves the direction of the sentence around it alone."""

from pydantic import TypeAdapter

from app.csv.header import names_of
from app.names import Name

NAME: TypeAdapter[str] = TypeAdapter(Name)


def test_a_name_does_not_turn_the_text_after_it() -> None:
    assert NAME.validate_python(" \u202eMoons \u2067by hand ") == "Moons by hand"
    assert names_of(["\u202eabc", "abc"]) == ["abc", "abc (2)"]
    # What is written from the right, or is an emoji of several, stays.
    for name in ("قمران", "می\u200cخواهم", "👩\u200d🔬"):
        assert NAME.validate_python(name) == name
        assert names_of([name]) == [name]
