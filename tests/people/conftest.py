"""The cast of tests/cast.py, fresh for each test."""

import pytest

from tests.cast import Town, build


@pytest.fixture(scope="session")
def built_town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return build(tmp_path_factory.mktemp("town") / "instance")


@pytest.fixture
def town(built_town: Town) -> Town:
    built_town.restore()
    return built_town


@pytest.fixture(scope="session")
def built_empty_town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return build(tmp_path_factory.mktemp("empty") / "instance", settled=False)


@pytest.fixture
def empty_town(built_empty_town: Town) -> Town:
    """An installation in which nobody has done anything yet."""
    built_empty_town.restore()
    return built_empty_town
