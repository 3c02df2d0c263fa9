from engine.control import beginnings
from engine.experiment import Experiment


def test_fields_that_count_only_where_parameters_are_drawn() -> None:
    experiment = Experiment()
    assert beginnings(experiment.training) == [0, "single"]
    assert beginnings(experiment.network) == ["xavier", 0, None]
    assert beginnings(experiment.optimizer) == []
