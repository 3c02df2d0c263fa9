"""Pages of other sites may show this one in a frame only where a setting lists them; its cookie then works there."""

import pytest

from app.settings import settings_from_environment
from tests.app.client import serving

HTTPS = {"X-Forwarded-Proto": "https"}


def test_listed_sites_may_show_every_page_in_a_frame_and_no_others() -> None:
    with serving(CHALKNET_FRAME_ANCESTORS="https://lms.example, https://school.example") as server:
        for path in ("/", "/docs", "/n/nothing", "/static/nothing"):
            headers = server.stranger().get(path, headers=HTTPS).headers
            policy = headers["content-security-policy"]
            assert policy.endswith("frame-ancestors 'self' https://lms.example https://school.example"), path
            assert "x-frame-options" not in headers
        cookie = server.stranger().get("/?lang=zh", headers=HTTPS).headers.get_list("set-cookie")
        assert len(cookie) == 2
        for each in cookie:
            assert each.endswith("; Partitioned") and "SameSite=none" in each and "Secure" in each
        # Browsers accept such a cookie over https only.
        [plain] = server.stranger().get("/").headers.get_list("set-cookie")
        assert "SameSite=lax" in plain and "Partitioned" not in plain


@pytest.mark.parametrize("sites", ["lms.example", "https://lms.example/course", "*"])
def test_what_is_no_origin_stops_the_start(sites: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHALKNET_FRAME_ANCESTORS", sites)
        with pytest.raises(ValueError, match="CHALKNET_FRAME_ANCESTORS"):
            settings_from_environment()
