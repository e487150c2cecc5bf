"""What the crash tests share."""

import sys
from pathlib import Path

import pytest

from tests.crash.disks import NotedDisk


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They look for processes in /proc and put a library before the C library's."""
    elsewhere = pytest.mark.skipif(sys.platform != "linux", reason="this proof needs Linux")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(elsewhere)


@pytest.fixture
def disk(tmp_path: Path) -> NotedDisk:
    """A disk that will lose its power; without a C compiler the test ends with what is missing."""
    return NotedDisk(tmp_path)
