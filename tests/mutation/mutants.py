"""The changes that can be made to a source file, one at a time."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

PAIRS: list[tuple[type, type]] = [
    (ast.Eq, ast.NotEq),
    (ast.Is, ast.IsNot),
    (ast.In, ast.NotIn),
    (ast.Lt, ast.LtE),
    (ast.Gt, ast.GtE),
]
PAIRS += [(ast.And, ast.Or), (ast.Add, ast.Sub), (ast.Mult, ast.FloorDiv), (ast.Div, ast.Mod), (ast.BitAnd, ast.BitOr)]
SWAPPED: dict[type, Any] = {one: other for pair in PAIRS for one, other in (pair, pair[::-1])}
TEXTS = {"description", "title", "summary", "help"}
"""Keyword arguments that only people read."""
LOGGERS = {"logger", "logging", "_logger", "_log", "warnings"}
REMOVABLE = (ast.Expr, ast.AugAssign, ast.Raise, ast.Continue, ast.Break, ast.Delete)
MAX_ITEMS = 20
"""A longer list of constants is data."""


class Mutant(NamedTuple):
    """One change of a file: the text that begins at byte `start`."""

    file: Path
    line: int
    start: int
    before: str
    after: str

    def apply(self, source: bytes) -> bytes:
        """Return the changed file."""
        return source[: self.start] + self.after.encode() + source[self.start + len(self.before.encode()) :]


Change = tuple[ast.expr | ast.stmt, str]
"""A node and the text to put in its place."""


def mutants_of(file: Path, source: bytes) -> Iterator[Mutant]:
    """Yield all mutants of a file, in the order of their lines."""
    starts = list(accumulate(map(len, source.splitlines(keepends=True)), initial=0))
    for node, after in sorted(_changes(ast.parse(source)), key=lambda change: change[0].lineno):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        yield Mutant(file, node.lineno, start, source[start:end].decode(), after)


def _changes(node: ast.AST, in_function: bool = False) -> Iterator[Change]:
    if isinstance(node, ast.expr):
        yield from _changed_expression(node)
    elif isinstance(node, ast.stmt):
        yield from _changed_statement(node, in_function)
    in_function |= isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    for name, value in ast.iter_fields(node):
        children = [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, ast.AST)]
        is_data = isinstance(node, ast.expr) and len(children) > MAX_ITEMS
        if name in ("annotation", "returns") or is_data or isinstance(node, ast.JoinedStr):
            continue
        for child in children:
            if not _is_for_people(child):
                yield from _changes(child, in_function)


def _is_for_people(node: ast.AST) -> bool:
    """True for docstrings, texts of a document, log calls, and blocks that only a type checker reads."""
    if isinstance(node, ast.keyword):
        return node.arg in TEXTS
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    value = node.value if isinstance(node, ast.Expr) else node
    is_log_call = isinstance(value, ast.Call) and ast.unparse(value.func).partition(".")[0] in LOGGERS
    return is_log_call or (isinstance(node, ast.Expr) and isinstance(value, ast.Constant))


def _changed_expression(node: ast.expr) -> Iterator[Change]:
    if isinstance(node, ast.Compare):
        for number, operator in enumerate(node.ops):
            changed = deepcopy(node)
            changed.ops[number] = SWAPPED[type(operator)]()
            yield node, f"({ast.unparse(changed)})"
    elif isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in SWAPPED:
        other = deepcopy(node)
        other.op = SWAPPED[type(node.op)]()
        yield node, f"({ast.unparse(other)})"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, f"({ast.unparse(node.operand)})"
    elif isinstance(node, ast.IfExp):
        yield node.test, f"(not ({ast.unparse(node.test)}))"
    elif isinstance(node, ast.Constant):
        yield from ((node, after) for after in _changed_constant(node.value))


def _changed_constant(value: object) -> Iterator[str]:
    if isinstance(value, bool):
        yield str(not value)
    elif isinstance(value, int | float):
        yield repr(value + 1)
        yield f"({value - 1!r})"
    elif isinstance(value, str | bytes):
        other = "mutated" if isinstance(value, str) else b"mutated"
        yield repr(value[:0] if value else other)


def _changed_statement(node: ast.stmt, in_function: bool) -> Iterator[Change]:
    if isinstance(node, ast.If | ast.While) and not isinstance(node.test, ast.Constant):
        yield node.test, f"(not ({ast.unparse(node.test)}))"
    elif isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) != "None":
        yield node, "return None"
    elif in_function and (isinstance(node, REMOVABLE) or _sets_a_part(node)):
        yield node, "pass"


def _sets_a_part(node: ast.stmt) -> bool:
    """True for an assignment to an attribute or an item; without one to a name, the function just fails."""
    return isinstance(node, ast.Assign) and not isinstance(node.targets[0], ast.Name | ast.Tuple)
