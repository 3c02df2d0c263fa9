"""A course's page shows Chalknet in a frame, from behind nginx with TLS and a path prefix, as README says."""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.app.client import serving
from tests.browser.conftest import READY, until, wait_for

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")

CERTIFICATE = re.findall(r"(ssl_certificate.*);", README)

pytestmark = pytest.mark.skipif(
    NGINX is None or shutil.which("openssl") is None, reason="needs nginx and openssl"
)


def configuration(folder: Path, port: int, server: str) -> str:
    """README's site, with its location for a path prefix in place of its own; and a course's page, by other names."""
    site, prefixed = re.findall(r"```nginx\n(.*?)```", README, re.DOTALL)
    head, location = site.split("    location / {")
    text = head + prefixed + location.split("    }\n", 1)[1]
    for known, here in {
        "server 127.0.0.1:8000;": f"server {server};",
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "server_name chalknet.example;": "server_name 127.0.0.1;",
        "/etc/ssl/": f"{folder}/",
    }.items():
        assert known in text, known
        text = text.replace(known, here)
    address = f"https://127.0.0.1:{port}/chalknet/#look.bare=true&data.kind=spiral"
    frame = f'<!doctype html><iframe src="{address}" width="800" height="560"></iframe>'
    lines = (f"listen 127.0.0.1:{port} ssl", "server_name .localhost", *CERTIFICATE)
    page = f"location / {{ default_type text/html; return 200 '{frame}'; }}"
    course = "server {\n" + "".join(f"{line};\n" for line in lines) + page + "\n}"
    course = course.replace("/etc/ssl/", f"{folder}/")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    return f"pid {folder}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{temporary}{text}\n{course}\n}}\n"


@contextmanager
def behind_nginx(folder: Path, listening: socket.socket, url: str) -> Iterator[None]:
    """An nginx before a server. It inherits the socket that listens: a port that is free now may be another's soon."""
    key, certificate = folder / "chalknet.key", folder / "chalknet.pem"
    request = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
    ]
    subprocess.run([*request, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    file = folder / "nginx.conf"
    file.write_text(configuration(folder, listening.getsockname()[1], urlsplit(url).netloc))
    assert NGINX is not None
    command = [NGINX, "-p", str(folder), "-c", str(file), "-e", "stderr", "-g", "daemon off;"]
    inherited = listening.fileno()
    environment = {**os.environ, "NGINX": f"{inherited};"}
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=environment, pass_fds=[inherited]
    ) as process:
        try:
            yield
            assert process.poll() is None, process.communicate()[1]
        finally:
            process.terminate()
            process.communicate()


def test_a_course_shows_it_in_a_frame_where_its_site_is_listed(browser: Browser, tmp_path: Path) -> None:
    with ExitStack() as stack:
        listening = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        port = listening.getsockname()[1]
        site, course = f"https://127.0.0.1:{port}/chalknet", f"https://localhost:{port}"
        server = stack.enter_context(serving(CHALKNET_PREFIX="/chalknet", CHALKNET_FRAME_ANCESTORS=course))
        stack.enter_context(behind_nginx(tmp_path, listening, server.url))
        context = browser.new_context(ignore_https_errors=True, reduced_motion="reduce", locale="en-GB")
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(course)
        inside = page.frame_locator("iframe")
        expect(inside.locator("#test-loss")).to_have_text(re.compile(r"\d"))  # there is a run that can play
        inside.locator("#play").click()
        expect(inside.locator("#iteration")).to_have_text(re.compile(r"\d{2,}"))
        expect(inside.locator("#play")).to_have_accessible_name("Pause")
        expect(inside.locator(".settings")).to_be_hidden()
        [cookie] = context.cookies(f"{site}/")
        assert cookie.get("secure") and cookie.get("sameSite") == "None"
        # In a frame of a site that is not listed it does not open.
        page.goto(f"https://elsewhere.localhost:{port}")
        wait_for(page, lambda: any("frame-ancestors" in text for text in said))
        # By itself it opens without the final slash, too.
        page.goto(site)
        until(page, READY)
        assert urlsplit(page.url).path == "/chalknet/"
        context.close()
