"""Every word of every screen has its Chinese, and nothing is lost on the way."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
HAN = re.compile(r"[\u4e00-\u9fff]")
# The same in every language.
SAME = {"CSV", "XLSX", "PDF", "PNG"}


@pytest.fixture(scope="module")
def catalogue() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue", ROOT / "tools" / "catalogue.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_message_has_a_chinese_text(catalogue: ModuleType) -> None:
    """`python tools/catalogue.py update` lists what is new; `missing` prints it."""
    assert catalogue.missing(catalogue.update()) == []


def test_the_catalogue_holds_nothing_that_the_code_no_longer_says(catalogue: ModuleType) -> None:
    said = {catalogue._singular(each.id) for each in catalogue.update() if each.id}
    kept = {catalogue._singular(each.id) for each in catalogue.read() if each.id}
    assert kept - said == set()


def test_placeholders_agree(catalogue: ModuleType) -> None:
    for message in catalogue.read():
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        texts = [message.string] if isinstance(message.string, str) else list(message.string)
        wanted = {name for text in ids for name in PLACEHOLDER.findall(text)}
        for text in texts:
            assert set(PLACEHOLDER.findall(text)) == wanted, ids[0]


def test_the_chinese_is_chinese(catalogue: ModuleType) -> None:
    for message in catalogue.read():
        text = message.string if isinstance(message.string, str) else message.string[0]
        if message.id and catalogue._singular(message.id) not in SAME:
            words = PLACEHOLDER.sub("", text)
            assert HAN.search(text) or not re.search(r"[A-Za-z]{4}", words), message.id
