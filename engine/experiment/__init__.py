"""An experiment says what to train: the data, the network, the objective, the optimiser, the training.

It is the only description of a run. The REST body, the address of a page, a lesson and a stored row all
read and write it, and its bounds and defaults live here and nowhere else.
"""

from engine.data import ChosenColumns as ChosenColumns
from engine.data import Data as Data
from engine.data import Feature as Feature
from engine.data import Problem as Problem
from engine.experiment.architecture import ActivationName as ActivationName
from engine.experiment.architecture import Architecture as Architecture
from engine.experiment.experiment import Experiment as Experiment
from engine.part import Part as Part
