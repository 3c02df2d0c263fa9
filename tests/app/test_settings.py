import pytest

from app.settings import settings_from_environment


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
    ],
)
def test_a_wrong_variable_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=message):
        settings_from_environment()
