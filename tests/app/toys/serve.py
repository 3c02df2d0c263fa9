"""A server that knows the toys: its training processes run this file again, and so know them, too."""

import tests.app.toys.gain
import tests.app.toys.log_cosh
import tests.app.toys.soft_signs
import tests.app.toys.stripes  # noqa: F401  (they register what they are)
from app.cli import main
from app.frames.looks import register
from engine.data import kinds
from tests.app.toys.boxes import ToyBoxes
from tests.app.toys.power import ToyPower

kinds.register(ToyBoxes)
register(ToyPower)

if __name__ == "__main__":
    main()
