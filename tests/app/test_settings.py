import re
from pathlib import Path

import pytest

from app.settings import Settings, settings_from_environment


def test_settings_come_from_the_environment_and_the_command_line_wins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CHALKNET_PORT", "9000")
    monkeypatch.setenv("CHALKNET_HOSTS", "3")
    monkeypatch.setenv("CHALKNET_ALLOWED_ORIGINS", '["https://lms.example"]')
    settings = settings_from_environment(port="9001")
    assert (settings.port, settings.hosts) == (9001, 3)
    assert settings.allowed_origins == {"https://lms.example"}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("CHALKNET_PROT", "9000", "unknown setting CHALKNET_PROT; known are .*CHALKNET_PORT"),
        ("CHALKNET_PORT", "99999", "CHALKNET_PORT: Input should be less than or equal to 65535"),
        ("CHALKNET_HOSTS", "many", "CHALKNET_HOSTS: Input should be a valid integer"),
        ("CHALKNET_ALLOWED_ORIGINS", "https://lms.example", "allowed_origins"),
        (
            "CHALKNET_ALLOWED_ORIGINS",
            '["https://lms.example/"]',
            "CHALKNET_ALLOWED_ORIGINS: .*without a path",
        ),
        ("CHALKNET_TRUSTED_PROXIES", '["proxy.example"]', "CHALKNET_TRUSTED_PROXIES: .*IPv4 or IPv6"),
        ("CHALKNET_METRICS_TOKEN", "short", "CHALKNET_METRICS_TOKEN: .*at least 16"),
    ],
)
def test_a_wrong_variable_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=message):
        settings_from_environment()


def test_a_secret_may_be_read_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a secret of some length\n")
    monkeypatch.setenv("CHALKNET_SECRET_KEY_FILE", str(secret))
    assert settings_from_environment().secret_key == "a secret of some length"
    assert "a secret" not in repr(settings_from_environment())
    monkeypatch.setenv("CHALKNET_SECRET_KEY", "another of some length")
    with pytest.raises(ValueError, match="CHALKNET_SECRET_KEY and CHALKNET_SECRET_KEY_FILE are both set"):
        settings_from_environment()


def test_a_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHALKNET_METRICS_TOKEN_FILE", str(tmp_path / "nothing"))
    with pytest.raises(ValueError, match=r"CHALKNET_METRICS_TOKEN_FILE: .*nothing cannot be read"):
        settings_from_environment()
    monkeypatch.delenv("CHALKNET_METRICS_TOKEN_FILE")
    monkeypatch.setenv("CHALKNET_PORT_FILE", str(tmp_path))
    with pytest.raises(ValueError, match="unknown setting CHALKNET_PORT_FILE"):
        settings_from_environment()


def test_the_readme_lists_every_setting_in_its_own_words() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        row = rf"^\| `CHALKNET_{name.upper()}` \| .+ \| {re.escape(field.description or '')} \|$"
        assert re.search(row, readme, re.MULTILINE), name
