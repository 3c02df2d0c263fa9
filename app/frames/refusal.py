"""A refusal in a frame: why a look cannot show what a watcher asks for."""

from typing import Any

from engine.fault import Fault


def refusal_of(fault: Fault) -> dict[str, Any]:
    """A fault for a page, which has the words in its language."""
    return {"text": fault.text, "values": fault.values}
