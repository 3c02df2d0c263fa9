"""Predict first: a question is asked about the class network, it runs, and the guesses are shown beside the outcome."""

from collections.abc import Iterable
from contextlib import suppress

import numpy as np

from app.classroom import class_networks
from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.question import NO_QUESTION, Question, ToAsk
from app.classroom.trained import Trained
from app.errors import Refusal, sentence
from app.wire.messages import pack
from engine.data import dataset_of

RUN_SECONDS = 10.0
"""So long a run takes before everyone's eyes, as far as it can: neither a blink nor a lesson."""
SLOWEST, FASTEST = 1.0, 10_000.0
"""Steps a second."""

MOST_PLOTTED = 300
NO_PLANE = sentence("A boundary is drawn over a plane, and the data of this network have none.")
RUNS_STILL = sentence("The network still trains: wait until it stands still, or pause it.")


def present(classroom: Classroom) -> Question:
    if classroom.question is None:
        raise Refusal("no-question", None, NO_QUESTION)
    return classroom.question


async def ask(
    classrooms: Classrooms, classroom: Classroom, asked: ToAsk, visitor: str, address: str
) -> Question:
    """Ask a question in place of the former one, about a new class network. Raises Refusal."""
    of_task = class_networks.of_task(classroom, asked.task)
    if asked.kind == "boundary" and of_task.data.view != "plane":
        raise Refusal("no-plane", "kind", NO_PLANE)
    experiment = class_networks.changed(of_task, {"training": {"stop_epochs": asked.epochs}})
    made = await class_networks.begin(classrooms, classroom, address, experiment, "task")
    steps = asked.epochs * experiment.data.n_train / experiment.batch_size
    speed = min(max(steps / RUN_SECONDS, SLOWEST), FASTEST)
    await made.control({"do": "speed", "iterations_per_second": speed})
    with classrooms.changing(classroom):
        classroom.question = Question.of(asked)
    return classroom.question


def plotted(classroom: Classroom) -> tuple[list[tuple[float, float, float]], str]:
    """Samples of the data that the question is about, x1, x2 and label, and the problem that they pose; none where they
    have no plane. Raises Refusal."""
    data = class_networks.of_task(classroom, present(classroom).task).data
    if data.view != "plane":
        return [], data.problem
    dataset = dataset_of(data)
    samples = np.concatenate([dataset.points, dataset.labels[:1]])[:, :MOST_PLOTTED]
    return [(x1, x2, label) for x1, x2, label in np.round(samples, 2).T.tolist()], data.problem


async def start(classrooms: Classrooms, classroom: Classroom, address: str) -> None:
    """Let it run: from now on, guesses come too late. Raises Refusal."""
    question = present(classroom)
    run = await class_networks.awake(classrooms, classroom, address)
    with classrooms.changing(classroom):
        question.start()
    try:
        await run.control({"do": "play"})
    except Refusal:
        with classrooms.changing(classroom):
            question.state = "asked"
        raise


async def show(classrooms: Classrooms, classroom: Classroom, outcome: float | None, address: str) -> None:
    """Open the guesses beside the outcome: the run's own measure or, without one, what the teacher says."""
    question = present(classroom)
    run = await class_networks.awake(classrooms, classroom, address)
    snapshot = await run.snapshot()
    if snapshot["state"] == "playing":
        raise Refusal("still-training", None, RUNS_STILL)
    measured = question.measured(snapshot)
    with classrooms.changing(classroom):
        question.open(outcome if measured is None else measured)


async def end(classrooms: Classrooms, classroom: Classroom) -> None:
    """End the question, with all guesses and the network that it was about."""
    with classrooms.changing(classroom):
        classroom.question = None
    with suppress(Refusal):
        await class_networks.end(classrooms, classroom)


def told(classroom: Classroom, trained: Iterable[Trained]) -> bytes:
    """The question as the board and the wall show it: how many have guessed, and what, once it is open."""
    inside = [member.id for member in classroom.inside()]
    question = classroom.question
    guessed = {} if question is None else question.guesses
    guesses = [guessed[member] for member in inside if member in guessed]
    header = {
        "type": "shared",
        "code": classroom.code,
        "part": "guesses",
        "question": None if question is None else question.shown(),
        "guessed": len(guesses),
        "of": len(inside),
        "guesses": guesses if question is not None and question.state == "open" else [],
    }
    return pack(header)
