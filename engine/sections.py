"""Sections: the coming steps of a cohort, divided where one of its runs may stop by itself."""

from collections.abc import Sequence

from engine.early_stopping import epoch_ends
from engine.evaluation import evaluations_of
from engine.network import Network
from engine.run import Run
from engine.stop_conditions import needs_losses


def sections(runs: Sequence[Run], iterations: int) -> list[tuple[int, list[int]]]:
    """The end of each section, counted from 1, and the indices of the runs that may stop there."""
    judged: dict[int, list[int]] = {iterations: []}
    for replica, run in enumerate(runs):
        for end in ends(run, iterations):
            judged.setdefault(end, []).append(replica)
    return sorted(judged.items())


def ends(run: Run, iterations: int) -> list[int]:
    """The coming steps, counted from 1, after which a run may stop."""
    if run.method.steps is not None:
        left = run.method.steps - run.updates % run.method.steps
        return [left] if left <= iterations else []
    training = run.experiment.training
    found = epoch_ends(run.samples_seen, iterations, run.shape.batch_size, run.shape.n_train)
    if training.patience or needs_losses(training):
        return found.tolist()  # type: ignore[no-any-return]
    if not training.stop_epochs or "stop_epochs" in run.met:
        return []
    left = max(0, training.stop_epochs - int(run.epoch) - 1)
    return found[left:].tolist()  # type: ignore[no-any-return]


def judge(runs: Sequence[Run], network: Network | None) -> None:
    """Stop the runs that meet a condition at the end of an epoch, as evaluated in their `network`. Without one, their
    method has taken all its steps, and they stop."""
    if network is None:
        for run in runs:
            run.stopped_at = run.step
        return
    for run, evaluation in zip(runs, evaluations_of(network, runs), strict=True):
        if run.experiment.training.patience:
            assert evaluation.validation_loss is not None  # patience requires a validation set
            run.judge(evaluation.validation_loss)
        if run.stopped_at is None:
            run.stop_where_met(evaluation.train_loss, evaluation.train_accuracy)
