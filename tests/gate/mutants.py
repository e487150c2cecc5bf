"""Small mistakes, made on purpose in a module: each as its syntax tree with one thing changed."""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
ORDERINGS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add}
OTHER_CALL = {"min": "max", "max": "min", "any": "all", "all": "any"}
# What a bound is moved with; it stands in the namespace of every mutant.
SHIFT = "moved_by_one"


def moved_by_one(value: Any, way: int) -> Any:
    """The next value: a millisecond, a minute of the clock, or one."""
    if isinstance(value, datetime | timedelta):
        return value + timedelta(milliseconds=way)
    if isinstance(value, time):
        return (datetime.combine(date(2020, 1, 2), value) + timedelta(minutes=way)).time()
    return value + way


@dataclass(frozen=True)
class Mutant:
    """`name` says where and what: `_of_party: people > most -> people >= most`."""

    name: str
    tree: ast.Module


@dataclass(frozen=True)
class _Place:
    """A node, and where it hangs: in a field of its parent, or in a list there."""

    scope: str
    parent: ast.AST
    field: str
    index: int | None
    node: ast.AST

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def mutants_of(source: str) -> Iterator[Mutant]:
    """Every one of them. The tree is only good until the next is asked for."""
    tree = ast.parse(source)
    named: Counter[str] = Counter()
    for place in list(_places(tree, "", tree)):
        for other in _changes(place):
            place.put(ast.fix_missing_locations(ast.copy_location(other, place.node)))
            name = f"{place.scope}: {_text(place.node)} -> {_text(other)}"
            named[name] += 1
            count = f" ({named[name]})" if named[name] > 1 else ""
            yield Mutant(name + count, tree)
            place.put(place.node)
    yield from _swapped(tree)


def _places(tree: ast.AST, scope: str, parent: ast.AST) -> Iterator[_Place]:
    if isinstance(parent, ast.FunctionDef | ast.ClassDef):
        scope = parent.name
    for field, value in ast.iter_fields(parent):
        if field in ("annotation", "returns", "decorator_list", "bases"):
            continue
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(node, ast.AST) and not _is_idle(node):
                yield _Place(scope, parent, field, index, node)
                yield from _places(tree, scope, node)


def _is_idle(node: ast.AST) -> bool:
    """Docstrings, imports and lists of names do nothing."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"


def _changes(place: _Place) -> Iterator[ast.AST]:
    node = place.node
    match node:
        case ast.Compare():
            yield from _other_comparisons(node)
        case ast.BoolOp():
            for dropped in node.values:
                rest = [each for each in node.values if each is not dropped]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
            yield ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.UnaryOp(op=ast.USub()):
            yield node.operand
        case ast.IfExp():
            yield node.body
            yield node.orelse
        case ast.BinOp() if type(node.op) in ARITHMETIC:
            yield ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right)
        case ast.Constant():
            yield from _other_constants(node)
        case ast.Name() if node.id in OTHER_CALL:
            yield ast.Name(OTHER_CALL[node.id], ast.Load())
        case ast.If() | ast.Expr():
            yield from _without(node)
        case ast.Return() if node.value and _text(node) != "return None":
            yield ast.Return(ast.Constant(None))


def _other_comparisons(node: ast.Compare) -> Iterator[ast.AST]:
    for at, op in enumerate(node.ops):
        ops: list[ast.cmpop] = [*node.ops]
        ops[at] = COMPARISONS[type(op)]()
        yield ast.Compare(node.left, ops, node.comparators)
        for way in (-1, 1) if isinstance(op, ORDERINGS) else ():
            moved = [*node.comparators]
            moved[at] = ast.Call(
                ast.Name(SHIFT, ast.Load()), [moved[at], ast.Constant(way)], keywords=[]
            )
            yield ast.Compare(node.left, node.ops, moved)


def _other_constants(node: ast.Constant) -> Iterator[ast.AST]:
    match node.value:
        case bool():
            yield ast.Constant(not node.value)
        case int():
            yield ast.Constant(node.value + 1)
            yield ast.Constant(node.value - 1)
        case str():
            yield ast.Constant(node.value + "!")


def _without(node: ast.stmt) -> Iterator[ast.AST]:
    """A rule that is left out, and one whose condition always holds."""
    yield ast.Pass()
    if isinstance(node, ast.If) and not isinstance(node.test, ast.NamedExpr):
        yield ast.If(ast.Constant(True), node.body, [])


def _swapped(tree: ast.Module) -> Iterator[Mutant]:
    """Two rules that trade places."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        body = function.body
        for at, (one, other) in enumerate(pairwise(list(body))):
            if _yields(one) and _yields(other):
                body[at : at + 2] = other, one
                yield Mutant(f"{function.name}: {_text(other)} before {_text(one)}", tree)
                body[at : at + 2] = one, other


def _yields(node: ast.AST) -> bool:
    return any(isinstance(each, ast.Yield | ast.YieldFrom) for each in ast.walk(node))


def _text(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())
