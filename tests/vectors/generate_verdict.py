"""Write verdict.json, which pytest and the TypeScript tests both read.

    python tests/vectors/generate_verdict.py

A case is a plain morning with one thing changed; what is expected is written down by hand and never
taken from the code under test. The cases are in `verdict_cases/`.
"""

import json
from pathlib import Path

from verdict_cases import (
    clocks,
    closures,
    extra,
    homes,
    passes,
    phones,
    rations,
    temperatures,
    vehicles,
    visits,
)

HERE = Path(__file__).parent
CHAPTERS = (
    passes,
    phones,
    homes,
    temperatures,
    closures,
    rations,
    clocks,
    visits,
    vehicles,
    extra,
)
DESCRIPTION = (
    "decide(facts): the verdict of the rule book, which is the docstring of "
    "checkpoint/gate/verdict.py. Times are ISO 8601, readings tenths of a degree Celsius."
)


def main() -> None:
    cases = [case for chapter in CHAPTERS for section in chapter.SECTIONS for case in section()]
    ids = [case["id"] for case in cases]
    assert len(set(ids)) == len(ids), sorted(id for id in ids if ids.count(id) > 1)
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    text = f'{{"description": {json.dumps(DESCRIPTION)},\n"cases": [\n{lines}\n]}}\n'
    (HERE / "verdict.json").write_text(text, "utf-8")
    print(f"{len(cases)} cases")


if __name__ == "__main__":
    main()
