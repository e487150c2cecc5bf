"""What an import from the command line tells: one JSON object, or lines for people."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from checkpoint.errors import CheckpointError
from checkpoint.people.roster.applying import Counts
from checkpoint.people.roster.inert import excerpt
from checkpoint.people.roster.layout import Layout
from checkpoint.people.roster.problems import Problem, Severity
from checkpoint.people.roster.reading import RosterFile
from checkpoint.people.roster.rows import Totals

_SHOWN = 20


@dataclass(slots=True)
class Report:
    """What is known so far of one run; `error` is why nothing was imported."""

    file_name: str
    compound: str
    dry_run: bool
    file: RosterFile | None = None
    counts: Counts | None = None
    marked: int = 0
    imported: bool = False
    error: CheckpointError | None = None

    def as_json(self) -> dict[str, Any]:
        """The one object that `--json` prints."""
        roster = self.file.roster if self.file else None
        problems = [*roster.errors, *roster.doubts] if roster else []
        return {
            "imported": self.imported,
            "dry_run": self.dry_run,
            "file": self.file_name,
            "compound": self.compound,
            **asdict(roster.totals if roster else Totals(0, 0, 0, 0, 0)),
            **asdict(self.counts or Counts(0, 0, 0, 0)),
            "gone_marked": self.marked,
            "sheets": [self._sheet_as_json(name) for name in roster.sheets] if roster else [],
            "problems": [
                *([_refusal_as_json(self.error)] if self.error and not problems else []),
                *map(_problem_as_json, problems),
            ],
            "notices": [_problem_as_json(each) for each in roster.notices] if roster else [],
            "error": _error_as_json(self.error),
        }

    def _sheet_as_json(self, name: str) -> dict[str, Any]:
        assert self.file is not None  # noqa: S101 - only asked with a file
        return {"sheet": name, "columns": _columns_as_json(self.file.layout(name))}

    def lines(self) -> Iterator[str]:
        """The same for people."""
        if self.file is not None:
            yield from self._file_lines(self.file)
        if self.counts is not None:
            yield from self._count_lines(self.counts)
        if self.imported:
            yield "Imported." if self._changes() else "Nothing to change: it is all there already."
        elif self.dry_run and self.error is None:
            yield "Nothing was written: this was a dry run."

    def _changes(self) -> bool:
        return self.counts is not None and bool(
            self.counts.new or self.counts.changed or self.marked
        )

    def _file_lines(self, file: RosterFile) -> Iterator[str]:
        totals = file.roster.totals
        yield f"Sheets read: {', '.join(map(excerpt, file.roster.sheets))}"
        yield f"Buildings   {totals.buildings:>8,}"
        yield f"Households  {totals.households:>8,}"
        yield f"People      {totals.people:>8,}"
        if totals.vacant:
            yield f"Vacant      {totals.vacant:>8,}"
        if totals.rows_left_out:
            yield f"Rows left out {totals.rows_left_out:>6,}"
        yield from _problem_lines(file.roster.problems)

    def _count_lines(self, counts: Counts) -> Iterator[str]:
        yield (
            f"New {counts.new:,}, changed {counts.changed:,}, unchanged {counts.unchanged:,}, "
            f"not in this file {counts.gone:,}"
        )
        if counts.gone and not self.marked:
            yield (
                "The households that are not in this file were kept. If they have moved out, "
                "say --gone mark."
            )


def _problem_lines(problems: Sequence[Problem]) -> Iterator[str]:
    words = {Severity.ERROR: "error", Severity.DOUBT: "doubt", Severity.NOTICE: "notice"}
    for problem in problems[:_SHOWN]:
        value = f" [{problem.value}]" if problem.value else ""
        yield (
            f"{words[problem.severity]:<7} {excerpt(problem.sheet)}, row {problem.row}"
            f"{', column ' + problem.column if problem.column else ''}: {problem.text()}{value}"
        )
    if len(problems) > _SHOWN:
        yield f"… and {len(problems) - _SHOWN:,} more. --problems-to FILE.xlsx writes them all."


def _problem_as_json(problem: Problem) -> dict[str, Any]:
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "heading": problem.heading,
        "reason": problem.reason,
        "severity": problem.severity.value,
        "message": problem.text(),
        "value": problem.value,
    }


def _refusal_as_json(error: CheckpointError) -> dict[str, Any]:
    """A refusal of the whole file, in the shape of a problem: row 0 is no row."""
    return {
        "sheet": "",
        "row": 0,
        "column": "",
        "heading": "",
        "reason": error.code,
        "severity": Severity.ERROR.value,
        "message": str(error),
        "value": "",
    }


def _error_as_json(error: CheckpointError | None) -> dict[str, str] | None:
    return {"code": error.code, "message": str(error)} if error else None


def _columns_as_json(layout: Layout) -> list[dict[str, Any]]:
    return [
        {
            "column": column.letter,
            "heading": column.heading,
            "field": column.field.value,
            "confidence": column.confidence,
        }
        for column in layout.columns
    ]
