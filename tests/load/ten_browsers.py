"""`python -m tests.load.ten_browsers`: a class of real browsers, a teacher and nine students with a context each.

They join, train and are steered as in a lesson. It prints how soon the last page shows each act of the teacher, how
many frames each page draws, and what the browsers complain of. Nothing here is asserted.
"""

import argparse
import re
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, WebSocket, expect, sync_playwright

from tests.app.client import serving
from tests.browser.conftest import CHROMIUM, FLAGS, READY, until

STUDENTS = 9
SECONDS = 5
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}


class Class:
    def __init__(self, teacher: Page, students: list[Page]) -> None:
        self.teacher = teacher
        self.students = students

    def last_to_see(self, words: str, act: Callable[[], object], seen: Callable[[Page], object]) -> None:
        """Print how long an act of the teacher takes until every student's page shows it."""
        began = time.monotonic()
        act()
        for student in self.students:
            seen(student)
        print(f"  {words:<34}{1000 * (time.monotonic() - began):6.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shots", type=Path, help="a folder for pictures of the pages")
    given = parser.parse_args()
    complaints: list[str] = []
    drawn: dict[int, int] = {}
    with serving() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)

        def opened(nth: int) -> Page:
            phone = nth % 3 == 2
            context = browser.new_context(
                viewport=PHONE if phone else LAPTOP,  # type: ignore[arg-type]
                locale="zh-CN" if nth % 4 == 3 else "en-GB",
                color_scheme="dark" if nth % 2 else "light",
            )
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(f"{nth}: {error}"))

            def listen(said: ConsoleMessage) -> None:
                if said.type == "error":
                    complaints.append(f"{nth}: {said.text}")

            page.on("console", listen)

            def count(sent: str | bytes) -> None:
                drawn[nth] = drawn.get(nth, 0) + ('"ack"' in str(sent))

            def hear(socket: WebSocket) -> None:
                socket.on("framesent", count)

            page.on("websocket", hear)
            return page

        teacher = opened(0)
        teacher.goto(f"{server.url}/class")
        teacher.get_by_label("Title").fill("Ten browsers")
        teacher.get_by_role("button", name="Open the class").click()
        expect(teacher.locator("#count")).to_have_text("0 students")
        found = re.search(r"/class/(\w{6})/board$", teacher.url)
        assert found
        students = [opened(nth) for nth in range(1, STUDENTS + 1)]
        began = time.monotonic()
        for nth, student in enumerate(students, 1):
            student.goto(f"{server.url}/class/{found[1]}")
            student.locator("#nickname").fill(f"Student {nth}")
            student.locator("#join [type=submit]").click()
        for student in students:
            student.wait_for_url(re.compile(r"/\?class="))
            until(student, READY)
        print(f"\na class of ten browsers\n  all are in after {time.monotonic() - began:.1f} s")
        expect(teacher.locator("#count")).to_have_text(f"{STUDENTS} students")
        for student in students:
            student.locator("#play").click()
        drawn.clear()
        teacher.wait_for_timeout(1000 * SECONDS)
        rates = [f"{drawn.get(nth, 0) / SECONDS:.1f}" for nth in range(1, STUDENTS + 1)]
        print(f"  frames a second drawn: {', '.join(rates)}")

        everyone = Class(teacher, students)
        eyes, changed = "#class-eyes", "#class-changed"
        everyone.last_to_see(
            "eyes on me",
            lambda: teacher.locator("#pause").click(),
            lambda page: expect(page.locator(eyes)).to_be_visible(),
        )
        if given.shots:
            teacher.screenshot(path=given.shots / "board.png")
            students[2].screenshot(path=given.shots / "paused.png")
        everyone.last_to_see(
            "let go",
            lambda: teacher.locator("#pause").click(),
            lambda page: expect(page.locator(eyes)).to_be_hidden(),
        )
        teacher.locator("#open-push").click()
        teacher.locator("#push-words").fill("optimizer.learning_rate=0.3")
        everyone.last_to_see(
            "push",
            lambda: teacher.locator("#push-form [type=submit]").click(),
            lambda page: expect(page.locator(changed)).to_be_visible(),
        )
        teacher.keyboard.press("Escape")
        api = f"{server.url}/api/classes/{found[1]}"
        me = students[0].request.get(api).json()["member"]["id"]
        origin = {"Origin": server.url}
        everyone.students = students[1:]
        everyone.last_to_see(
            "spotlight",
            lambda: teacher.request.put(f"{api}/spotlight", data={"member": me}, headers=origin),
            lambda page: expect(page.locator(eyes)).to_be_visible(),
        )
        if given.shots:
            students[3].screenshot(path=given.shots / "lit.png")
        everyone.last_to_see(
            "spotlight off",
            lambda: teacher.request.delete(f"{api}/spotlight", headers=origin),
            lambda page: expect(page.locator(eyes)).to_be_hidden(),
        )
        students[4].reload()
        until(students[4], READY)
        for student in students:
            until(student, "!document.documentElement.classList.contains('lost')")
        print("  complaints: " + ("; ".join(complaints) or "none"))
        browser.close()


if __name__ == "__main__":
    main()
