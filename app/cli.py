"""The command line: `chalknet serve`."""

import argparse
import gc
import sys


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="chalknet", description="A neural-network playground for teaching.")
    subcommands = parser.add_subparsers(dest="command", required=True)
    serve_parser = subcommands.add_parser("serve", help="serve the playground")
    serve_parser.add_argument("--host", help="the address to listen on (default: 127.0.0.1)")
    serve_parser.add_argument("--port", help="the port to listen on (default: 8000)")
    options = parser.parse_args(arguments)
    import app.trainer.blas  # noqa: F401  (before NumPy: what the server computes itself, it computes on one thread)

    # What is imported stays: a search of it for garbage, now and later, takes time and finds nothing.
    gc.disable()
    # The imports stand here because training processes may import this module again and need nothing of the web.
    from app.connections.open_files import TooFewFiles
    from app.server import listen, serve
    from app.settings import settings_from_environment
    from app.storage.database import CannotOpen

    gc.freeze()
    gc.enable()
    given = {name: value for name in ("host", "port") if (value := getattr(options, name)) is not None}
    try:
        settings = settings_from_environment(**given)
        listening = listen(settings.host, settings.port)
    except (ValueError, OSError) as error:
        sys.exit(f"chalknet: {error}")
    try:
        serve(settings, listening)
    except (CannotOpen, TooFewFiles) as error:
        sys.exit(f"chalknet: {error}")
