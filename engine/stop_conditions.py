"""Stop when: a run stops by itself at the end of the epoch in which it meets a condition of its training.

Each condition stops a run once: a run that is told to go on passes it. It counts anew when it is changed, and when the
run begins again.
"""

from engine.experiment.training import Training


def needs_losses(training: Training) -> bool:
    """Whether a condition is on what is measured."""
    return training.stop_loss > 0 or training.stop_accuracy > 0


def conditions_met(training: Training, epochs: int, loss: float, accuracy: float | None) -> list[str]:
    """The fields of the training whose conditions hold after so many epochs.

    `loss` and `accuracy` are those of the training set; the accuracy is None for a regression, which meets no condition
    on it. A loss that is NaN meets none, either.
    """
    met = {
        "stop_epochs": 0 < training.stop_epochs <= epochs,
        "stop_loss": training.stop_loss > 0 and loss <= training.stop_loss,
        "stop_accuracy": training.stop_accuracy > 0
        and accuracy is not None
        and accuracy >= training.stop_accuracy,
    }
    return [field for field, holds in met.items() if holds]
