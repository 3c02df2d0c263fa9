"""In the server's place: a test answers some commands of a page itself."""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, WebSocketRoute

from app.wire.messages import pack


def answers_of(page: Page, answer: Callable[[dict[str, Any]], dict[str, Any] | None]) -> None:
    """Answer commands of the page in the server's place, but for those to which there is None."""

    def hear(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def pass_on(text: str | bytes) -> None:
            command = json.loads(text)
            answered = answer(command)
            if answered is None:
                server.send(text)
            else:
                socket.send(pack({"id": command.get("id"), **answered}))

        socket.on_message(pass_on)

    page.route_web_socket("**/live", hear)
