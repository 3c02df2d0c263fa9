"""The data-protection page, and what can be tested of its sentences."""

from pathlib import Path

from tests.app.client import serving_from
from tests.app.opened_class import Class


def test_what_the_page_says_is_true(tmp_path: Path) -> None:
    database = tmp_path / "c.db"
    with serving_from(database, CHALKNET_CLASS_DAYS="12", CHALKNET_RUN_RETENTION_DAYS="34") as server:
        stranger = server.stranger()
        page = stranger.get("/privacy")
        assert page.status_code == 200 and "set-cookie" not in page.headers
        assert "12 days after it was opened" in page.text and "after 34 days" in page.text
        assert "no lines for single requests" in page.text
        # The page loads nothing from other servers, and tells the browser to refuse it.
        assert "default-src 'self'" in page.headers["Content-Security-Policy"]
        for path in ("/class", "/class/ABC234"):
            assert 'href="privacy"' in server.stranger().get(path).text

        school = Class(server)
        ann, _ = school.join("Quetzalcoatl")
        school.begin(ann)
        cookies = {cookie.name: cookie for cookie in ann.cookies.jar}
        [visitor] = [cookie for name, cookie in cookies.items() if name.startswith("chalknet_visitor")]
        assert len(cookies) == 1 and visitor.has_nonstandard_attr("HttpOnly")
        log = server.log
    assert "Quetzalcoatl" not in log and "127.0.0.1" not in log
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Quetzalcoatl" in stored and b"127.0.0.1" not in stored

    with serving_from(database, CHALKNET_LOG_LEVEL="info") as server:
        assert "a line for each request" in server.stranger().get("/privacy").text
        page_zh = server.stranger().get("/privacy", headers={"Accept-Language": "zh-CN"})
        assert "数据保护" in page_zh.text
