"""Bayesian optimisation by Optuna: its tree-structured Parzen estimator models where good points lie and where bad
ones, and proposes where the ratio of the two is best. Bergstra et al., Algorithms for Hyper-Parameter Optimization,
NIPS 2011.
"""

from engine.search.cube import Cube
from engine.search.strategy import Proposals

RANDOM_FIRST = 4
"""One of so many trials of the budget is random: the first ones, before there is a model."""


def bayes(cube: Cube) -> Proposals:
    import optuna  # an extra, imported where it is used

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    first = max(2, cube.trials // RANDOM_FIRST)
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=cube.seed, n_startup_trials=first))
    while True:
        trial = study.ask()
        point = tuple(
            trial.suggest_float(str(number), 0, 1)
            if side.is_ordered
            else side.middle(trial.suggest_categorical(str(number), range(side.n_values or 1)))
            for number, side in enumerate(cube.sides)
        )
        study.tell(trial, (yield point))
