"""Random commands to a run, such as its page may send at any moment."""

from random import Random
from typing import Any

CHANGES: list[dict[str, dict[str, Any]]] = [
    {"optimizer": {"learning_rate": 0.3}},
    {"optimizer": {"learning_rate": 0.03}},
    {"optimizer": {"kind": "adam"}},
    {"training": {"batch_size": 7}},
    {"training": {"seed": 3}},
    {"data": {"noise": 20}},
    {"network": {"activation": "relu"}},
    {"objective": {"loss": "cross_entropy"}},
    {"optimizer": {"learning_rate": -1}},
]


def command(random: Random) -> dict[str, Any]:
    """Any command to a run."""
    match random.randrange(16):
        case 0 | 1 | 2:
            return {"do": "play"}
        case 3:
            return {"do": "pause"}
        case 4:
            return {"do": "step", "iterations": random.choice([1, 3, 20])}
        case 5 | 6:
            return {"do": "travel", "iterations": random.choice([-30, -3, -1, 2, 20])}
        case 7:
            return {"do": "travel"}
        case 8:
            return {"do": "travel", "epochs": random.choice([-1, 1])}
        case 9:
            return {"do": "undo"}
        case 10:
            return {"do": "redo"}
        case 11:
            value = random.choice([-0.5, 0.5])
            return {"do": "set", "parameter": "W", "layer": 1, "unit": 0, "input": 1, "value": value}
        case 12:
            return {"do": "speed", "iterations_per_second": random.choice([None, 30.0, 500.0])}
        case 13:
            return {"do": random.choice(["reset", "check"])}
        case 14:
            return {"do": "push", "changes": random.choice(CHANGES)}
        case _:
            return {
                "do": "change",
                "changes": random.choice(CHANGES),
                "gesture": random.choice([None, 1]),
                "keep_weights": random.random() < 0.3,
            }
