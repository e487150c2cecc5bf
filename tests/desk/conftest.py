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


@pytest.fixture
def empty_compound(town: Town) -> Town:
    """The town before its roster came."""
    from checkpoint.db import db, writing
    from checkpoint.passes import Pass
    from checkpoint.people import Household, Resident

    with town.inside(), writing():
        for table in (Pass, Resident, Household):
            db.session.execute(db.delete(table))
    return town
