"""Keeps the Chinese catalogue in step with the code.

    python tools/catalogue.py update             what is new comes in empty, what is gone goes out
    python tools/catalogue.py merge FILE.tsv     take in lines of msgid, (plural,) msgstr
    python tools/catalogue.py missing            print what has no Chinese yet
    python tools/catalogue.py compile            write messages.mo, as the build does

An error's sentence is an English msgid that its door translates, so here a call of an error class
counts like a call of gettext, and so does a table of sentences by code.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "checkpoint"
CATALOGUE = PACKAGE / "translations" / "zh" / "LC_MESSAGES" / "messages.po"

GETTEXT = {"_", "gettext", "lazy_gettext"}
NGETTEXT = {"ngettext", "lazy_ngettext"}
ERROR = re.compile(
    r"^(BadInput|TooLarge|NotSignedIn|Forbidden|NotFound|Conflict|TooManyAttempts|Unavailable"
    r"|\w+Refused|\w+TooLarge|damaged|encrypted|macros)$"
)
TABLE = re.compile(r"^_?(SENTENCES|ERRORS|DOUBTS|NOTICES)$")

Message = str | tuple[str, str]


def messages() -> Iterator[tuple[str, Message]]:
    """Every msgid of the package with the file that it stands in; a pair where it has a plural."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for message in in_python(path.read_text("utf-8")):
            yield str(path.relative_to(ROOT)), message
    for path in sorted((PACKAGE / "templates").rglob("*.html")):
        with path.open("rb") as file:
            for _, function, message, _ in babel_extract(
                file, ("_", "gettext", "ngettext"), (), {"newstyle_gettext": "true"}
            ):
                plural = function in NGETTEXT and isinstance(message, tuple)
                text = tuple(message[:2]) if plural else message
                if isinstance(text, tuple) and not plural:
                    text = text[0]
                if text:
                    yield str(path.relative_to(ROOT)), text


def in_python(source: str) -> Iterator[Message]:
    """The msgids of one module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _in_call(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(each, ast.Name) and TABLE.match(each.id) for each in targets):
                yield from (text for each in node.value.values if (text := _text(each)))


def _in_call(call: ast.Call) -> Iterator[Message]:
    name = getattr(call.func, "id", None) or getattr(call.func, "attr", "")
    texts = [_text(each) for each in call.args]
    if name in NGETTEXT and len(texts) >= 2 and texts[0] and texts[1]:
        yield texts[0], texts[1]
    elif texts and texts[0] and (name in GETTEXT or (ERROR.match(name) and " " in texts[0])):
        yield texts[0]
    elif ERROR.match(name) and call.args and isinstance(call.args[0], ast.IfExp):
        choice = call.args[0]
        yield from (text for each in (choice.body, choice.orelse) if (text := _text(each)))


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def read() -> Catalog:
    """The catalogue as it stands, or an empty one."""
    if not CATALOGUE.exists():
        return Catalog(locale="zh", fuzzy=False)
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh")


def update() -> Catalog:
    """The catalogue with exactly the msgids of the code, in their order."""
    old = read()
    known = {_singular(each.id): each.string for each in old if each.id}
    # The dates stay as they are, so that a run that changes nothing writes nothing.
    new = Catalog(
        locale="zh",
        project="Checkpoint",
        version="1",
        header_comment="# The words of Checkpoint in Chinese.",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        creation_date=old.creation_date,
        revision_date=old.creation_date,
        charset="utf-8",
        fuzzy=False,
    )
    for path, message in messages():
        string = known.get(_singular(message), "")
        if isinstance(message, tuple) and isinstance(string, str):
            string = (string,)
        elif isinstance(message, str) and isinstance(string, tuple):
            string = string[0]
        new.add(message, string, locations=[(path, 0)])
    return new


def merge(catalogue: Catalog, path: Path) -> int:
    """Take in the lines of a TSV; returns how many were of use."""
    taken = 0
    for line in path.read_text("utf-8").splitlines():
        msgid, *_, msgstr = line.split("\t")
        message = catalogue.get(msgid)
        if message is None or not msgstr.strip():
            continue
        text = msgstr.strip()
        message.string = (text,) if isinstance(message.id, tuple) else text
        taken += 1
    return taken


def write(catalogue: Catalog) -> None:
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=96, include_lineno=False, omit_header=False)


def missing(catalogue: Catalog) -> list[str]:
    """The msgids without Chinese."""
    return [
        _singular(each.id)
        for each in catalogue
        if each.id and not (each.string[0] if isinstance(each.string, tuple) else each.string)
    ]


def _singular(message: Message | list[str]) -> str:
    return message if isinstance(message, str) else message[0]


def main(verb: str = "update", *files: str) -> None:
    catalogue = update()
    for name in files:
        sys.stdout.write(f"{name}: {merge(catalogue, Path(name))} taken\n")
    if verb == "compile":
        with CATALOGUE.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
    elif verb == "missing":
        sys.stdout.write("".join(f"{each}\n" for each in missing(catalogue)))
    else:
        write(catalogue)
        sys.stdout.write(f"{len(catalogue)} messages, {len(missing(catalogue))} without Chinese\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
