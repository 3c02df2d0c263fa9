"""A server that knows the toys: its training processes run this file again, and so know them, too."""

import tests.app.toys.gain
import tests.app.toys.log_cosh
import tests.app.toys.soft_signs  # noqa: F401  (they register what they are)
from app.cli import main
from app.frames.looks import register
from engine.data import kinds
from tests.app.toys.boxes import ToyBoxes
from tests.app.toys.power import ToyPower
from tests.app.toys.stripes import ToyStripes

kinds.register(ToyBoxes)
kinds.register(ToyStripes)
register(ToyPower)

if __name__ == "__main__":
    main()
