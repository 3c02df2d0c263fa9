"""Runs as files: a visitor keeps one of their runs, and opens it again here or on another server."""

import asyncio
from typing import NamedTuple

import msgpack

from app.document.checking import checked
from app.document.file import Contents, OwnData, contents_of, packed
from app.document.summary import document_in, loaded
from app.document.versions import Document
from app.errors import Refusal
from app.hosts.memory import megabytes
from app.runs.owned import Owned
from app.runs.runs import Runs
from app.storage.columns import narrowed_experiment, only, parts_of
from app.storage.datasets import LEARN, Datasets
from engine.experiment import Experiment


class SentFile(NamedTuple):
    """A file that has arrived and was checked."""

    document: Document
    """In the present version, paused."""
    experiment: Experiment
    data: OwnData | None


def read(file: bytes) -> SentFile:
    """The contents of a file. Raises Refusal."""
    document, data = contents_of(file)
    return SentFile(*checked(document), data)


class RunFiles:
    """`most_bytes` is the size of the largest file that can be opened again."""

    def __init__(self, runs: Runs, datasets: Datasets, most_bytes: int) -> None:
        self.runs = runs
        self.datasets = datasets
        self.most_bytes = most_bytes
        self._writing = asyncio.Lock()
        """Sheets are large: one at a time."""

    async def save(self, visitor: str, run: str) -> bytes:
        """A run that the visitor may take along, as it is now, with the data that it learns from: those of the visitor
        or of the run's owner, such as a class. Raises Refusal."""
        stored = await self.runs.stored(visitor, run)
        document = document_in(stored.checkpoint)
        experiment = Experiment.model_validate(document["experiment"])
        data = None
        if experiment.data.lent_id is not None:
            experiment = narrowed_experiment(experiment)  # Columns that it does not learn from stay here.
            data = await self._data_of(experiment, visitor, stored.visitor)
        document = {**document, "experiment": experiment.model_dump(mode="json"), "playing": False}
        file = await asyncio.to_thread(packed, Contents(document, data))
        if len(file) > self.most_bytes:
            raise Refusal(
                "too-large",
                None,
                "The file would have {size} MB, but one of {most} at most can be opened again.",
                size=megabytes(len(file)),
                most=megabytes(self.most_bytes),
            )
        return file

    async def open(self, visitor: str, address: str, sent: SentFile) -> tuple[Owned, Experiment]:
        """A run of the visitor's own that continues from the file, whose data become the visitor's, too. Raises
        Refusal, and nothing is kept."""
        document, experiment, data = sent
        id = experiment.data.lent_id
        added = None
        if id is not None and not await self.datasets.owns(visitor, id):
            if data is None:
                raise Refusal("no-data", None, "The data that the network learns from are not in the file.")
            before = {each.id for each in await self.datasets.of_visitor(visitor)}
            saved = await self.datasets.save(visitor, data.name, data.table, None, address)
            added = saved.id if saved.id not in before else None
            document, experiment = learning_from(document, experiment, saved.id)
        try:
            checkpoint = loaded(msgpack.packb(document))
            run = await self.runs.create(visitor, experiment, address, checkpoint)
        except BaseException:
            if added is not None:
                await self.datasets.remove(visitor, added)
            raise
        return run, experiment

    async def sheet(self, visitor: str, run: Owned, name: str) -> bytes:
        """Numbers of a run that the visitor may take along, as a CSV file. Raises Refusal."""
        async with self._writing:
            found = await run.host.sheet(run.id, name)
        if found["lent"] is not None:
            await self._keeper_of(found["lent"], visitor, run.visitor)
        csv: bytes = found["csv"]
        return csv

    async def _keeper_of(self, id: str, visitor: str, owner: str) -> str:
        """The name under which data are kept, whether by the visitor or by the run's owner. Raises Refusal where they
        are another visitor's."""
        whole, _ = parts_of(id)
        for keeper in (*self.runs.access.keepers(visitor), owner):
            if await self.datasets.owns(keeper, whole):
                return keeper
        raise Refusal(
            "not-yours",
            None,
            "This network learns from another visitor's data, which cannot be in a file of yours.",
        )

    async def _data_of(self, experiment: Experiment, visitor: str, owner: str) -> OwnData:
        """The columns, or the pictures, that an experiment names. Raises Refusal where they are another visitor's."""
        id = str(experiment.data.lent_id)
        keeper = await self._keeper_of(id, visitor, owner)
        whole, mask = parts_of(id)
        about, table = await self.datasets.own(keeper, whole)
        return OwnData(about.name, only(table, mask))


def learning_from(document: Document, experiment: Experiment, id: str) -> tuple[Document, Experiment]:
    """The same run, which learns from a data set that has the same content and this id."""
    described = experiment.model_dump(mode="json")
    described["data"][LEARN[experiment.data.kind]]["id"] = id
    return {**document, "experiment": described}, Experiment.model_validate(described)
