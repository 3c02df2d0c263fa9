"""Search for good settings: strategies that try points of up to three fields, judged by the validation loss. Each is a
module, which is registered here."""

from engine.search.bayes import bayes
from engine.search.bobyqa import bobyqa
from engine.search.grid import grid
from engine.search.guess import guess
from engine.search.lipo import lipo
from engine.search.random_search import random_search
from engine.search.strategy import STRATEGIES as STRATEGIES
from engine.search.strategy import Strategy as Strategy
from engine.search.strategy import register

register("guess", Strategy("Own guesses", "The points that you have set.", guess))
register("grid", Strategy("Grid", "The largest even grid within the budget, row by row.", grid))
register("random", Strategy("Random", "Points drawn evenly from the ranges.", random_search))
register(
    "bayes",
    Strategy(
        "Bayes", "A model of where good points lie, and where bad ones (Optuna).", bayes, needs="optuna"
    ),
)
register(
    "bobyqa",
    Strategy(
        "BOBYQA",
        "A parabola through the latest points, and a step to its lowest one (NLopt).",
        bobyqa,
        needs="nlopt",
        takes_words=False,
    ),
)
register(
    "lipo",
    Strategy(
        "LIPO",
        "A point that may still be the best if the loss is nowhere steeper than between the known ones.",
        lipo,
        takes_words=False,
    ),
)
