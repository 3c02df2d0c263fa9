"""An onlooker is shown a run without a page, and notes what it is told."""

from app.wire.snapshot import Snapshot


class Onlooker:
    def __init__(self, name: str) -> None:
        self.name = name
        self.codes: list[str] = []
        self.shown: list[Snapshot] = []
        self.losses = b""

    def offer(self, snapshot: Snapshot, losses: bytes) -> None:
        self.shown.append(snapshot)
        self.losses += losses

    def notice(self, code: str, message: str) -> None:
        self.codes.append(code)
