"""Settings stop start-up when they are wrong, and secrets stay with their owner."""

from pathlib import Path

import pytest

from checkpoint import create_app
from checkpoint.config import instance_folder, load_secret, load_settings
from checkpoint.errors import SettingsError

GOOD = 'time_zone = "Asia/Shanghai"\n'


def test_a_first_start_writes_settings_and_a_secret_that_only_the_owner_reads(
    tmp_path: Path,
) -> None:
    folder = instance_folder(tmp_path / "new")
    create_app(folder)
    for name in ("settings.toml", "secret.key"):
        assert (folder / name).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_secret_stays_and_differs_between_installations(tmp_path: Path) -> None:
    assert load_secret(tmp_path / "a") == load_secret(tmp_path / "a")
    assert load_secret(tmp_path / "a") != load_secret(tmp_path / "b")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "time_zone"),
        ('time_zone = "Mars/Olympus"', "Mars/Olympus"),
        (GOOD + "fever = 373", "fever"),
        (GOOD + "fever_tenths = 20", "fever_tenths"),
        (GOOD + "fever_tenths = 'high'", "fever_tenths"),
        (GOOD + 'language = "fr"', "language"),
        (GOOD + 'database_url = "mysql://x"', "database_url"),
        (GOOD + "idle_timeout_minutes = 0", "idle_timeout_minutes"),
        ("time_zone = ", "settings.toml"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(
    tmp_path: Path, text: str, named: str
) -> None:
    (tmp_path / "settings.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=named):
        load_settings(tmp_path)


def test_a_damaged_secret_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_bytes(b"short")
    with pytest.raises(SettingsError, match="damaged"):
        load_secret(tmp_path)


def test_a_folder_that_cannot_be_made_is_a_plain_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="CHECKPOINT_INSTANCE"):
        instance_folder(tmp_path / "file" / "instance")
