"""An onlooker is shown a run without a page, and notes what it is told."""

from app.wire.snapshot import Snapshot


class Onlooker:
    def __init__(self, name: str) -> None:
        self.name = name
        self.codes: list[str] = []

    def offer(self, snapshot: Snapshot) -> None:
        pass

    def notice(self, code: str, message: str) -> None:
        self.codes.append(code)
