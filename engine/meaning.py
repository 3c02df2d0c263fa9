"""The meaning of a network's numbers: what its inputs and its answers stand for, for a person who runs it elsewhere."""

from collections.abc import Iterable

from engine.data import Data
from engine.data.chosen_columns import ChosenColumns
from engine.data.tables import content_of, names_of
from engine.experiment import Experiment
from engine.targets import Values


def meaning_of(experiment: Experiment) -> list[str]:
    """Sentences about the inputs and about the output's answers, as far as there is more to say than their number.
    UnusableTable: the person's own data are not on this machine."""
    found = inputs_told(experiment.data), answers_told(experiment)
    return [" ".join(sentence.split()) for sentence in found if sentence]


def inputs_told(data: Data) -> str:
    """What each input is, before it is standardised."""
    if data.own_table is not None:
        return f"The inputs are, in this order: {joined(columns_told(data.own_table))}."
    if data.picture is not None:
        return "The inputs are pixels from 0 to 1: where a file has 0 to 255, divide by 255."
    if data.symbols is not None:
        return f"At each step, the input of the symbol is 1, and the others are 0: {joined(data.symbols)}."
    return ""


def columns_told(table: ChosenColumns) -> list[str]:
    """The columns of the inputs; texts with the numbers that stand for them."""
    classes = content_of(table).classes
    return [
        name if texts is None else f"{name} ({joined(f'{nth} for {text}' for nth, text in enumerate(texts))})"
        for name, texts in zip(names_of(table).inputs, [classes[nth] for nth in table.inputs], strict=True)
    ]


def answers_told(experiment: Experiment) -> str:
    """What each answer of the output is."""
    data, head = experiment.data, experiment.heads[0]
    names = None if data.own_table is None else names_of(data.own_table)
    if head.targets.are_inputs:
        return "The answers are the inputs, reconstructed."
    if not head.n_classes:
        if names is None or not isinstance(head.targets, Values):
            return ""
        labels = (names.label, *names.more_labels)
        return f"The answers are, in this order: {joined(labels[row] for row in head.targets.rows(experiment.sample))}."
    classes = (names.classes if names else data.class_names) or [*map(str, range(head.n_classes))]
    if head.units == 1:
        return f"The larger the answer, the more it speaks for {classes[1]}, and the less for {classes[0]}."
    at_a_step = " at each step" if data.answered_steps else ""
    return f"The answers{at_a_step} are, in this order, for the classes: {joined(classes)}."


def joined(words: Iterable[str]) -> str:
    return ", ".join(words)
