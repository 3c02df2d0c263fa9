"""Targets of a head: each kind is a module, registered here."""

from engine.targets.box import Box as Box
from engine.targets.classes import Classes as Classes
from engine.targets.each_step import StepClasses as StepClasses
from engine.targets.each_step import StepValues as StepValues
from engine.targets.input import Input as Input
from engine.targets.targets import TARGETS as TARGETS
from engine.targets.targets import AnyTargets as AnyTargets
from engine.targets.targets import Sample as Sample
from engine.targets.targets import Targets as Targets
from engine.targets.targets import register
from engine.targets.values import Values as Values

register(Classes)
register(Values)
register(Input)
register(Box)
register(StepClasses)
register(StepValues)
