"""A server that knows the toys: its training processes run this file again, and so know them, too."""

import tests.app.toys.gain  # noqa: F401  (registers the layer)
from app.cli import main

if __name__ == "__main__":
    main()
