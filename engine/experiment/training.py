"""The training of an experiment: how the samples are shown, and when it ends."""

from pydantic import Field

from engine.part import Part, Seed


class Training(Part):
    """How the samples are shown, and what chance draws."""

    batch_size: int = Field(default=10, ge=1, le=5000)
    """How many samples each step sees; at most the size of the training set."""
    patience: int = Field(default=0, ge=0, le=1000)
    """Early stopping: after so many epochs in a row without a new lowest validation loss, training ends and the
    weights of the lowest return. 0: it never ends by itself."""
    seed: Seed = 0
    """Draws the initial weights, the order of the samples, and who is dropped."""
