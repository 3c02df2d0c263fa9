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
    "written", ["https://a.example, https://b.example", '["https://a.example", "https://b.example"]']
)
def test_a_list_is_written_with_commas_or_as_json(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("CHALKNET_ALLOWED_ORIGINS", written)
    assert settings_from_environment().allowed_origins == {"https://a.example", "https://b.example"}


def test_what_is_wrong_on_the_command_line_is_called_as_it_is_written_there() -> None:
    with pytest.raises(ValueError, match=r"^--port is 'x', but must be a whole number\.$"):
        settings_from_environment(port="x")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("CHALKNET_PROT", "9000", "unknown setting CHALKNET_PROT; is CHALKNET_PORT meant?"),
        ("CHALKNET_PORT", "99999", "CHALKNET_PORT is '99999', but may be 65535 at most"),
        ("CHALKNET_PORT", "1_000", "CHALKNET_PORT is '1_000', but must be a whole number"),
        ("CHALKNET_MEMORY_BYTES", "1_000_000_000", "CHALKNET_MEMORY_BYTES is .*, but must be a whole number"),
        ("CHALKNET_PING_SECONDS", "1_0", "CHALKNET_PING_SECONDS is '1_0', but must be a number"),
        ("CHALKNET_HOSTS", "many", "CHALKNET_HOSTS is 'many', but must be a whole number"),
        ("CHALKNET_ALLOWED_ORIGINS", "lms.example", "CHALKNET_ALLOWED_ORIGINS: .*like https://lms.example"),
        ("CHALKNET_ALLOWED_ORIGINS", "[https://lms.example]", "CHALKNET_ALLOWED_ORIGINS: .*JSON list"),
        ("CHALKNET_ALLOWED_HOSTS", "http://lms.example", "CHALKNET_ALLOWED_HOSTS: .*like chalknet.example"),
        ("CHALKNET_PREFIX", "a folder", "CHALKNET_PREFIX: .*like /chalknet"),
        ("CHALKNET_DATABASE_URL", "mysql://me:secret@host/x", "CHALKNET_DATABASE_URL: .*like postgresql://"),
        (
            "CHALKNET_ALLOWED_ORIGINS",
            '["https://lms.example/"]',
            "CHALKNET_ALLOWED_ORIGINS: .*without a path",
        ),
        ("CHALKNET_TRUSTED_PROXIES", '["proxy.example"]', "CHALKNET_TRUSTED_PROXIES: .*like 10.0.0.5"),
        ("CHALKNET_METRICS_TOKEN", "short", "CHALKNET_METRICS_TOKEN must have 16 characters"),
    ],
)
def test_a_wrong_variable_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=message) as refused:
        settings_from_environment()
    assert "secret" not in str(refused.value)


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
