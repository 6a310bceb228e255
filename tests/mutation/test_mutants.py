"""The mutants of a source file: what is changed, and what is left alone."""

from pathlib import Path

import pytest

from tests.mutation.__main__ import sample
from tests.mutation.mutants import mutants_of
from tests.mutation.trees import nearest_tests


def changes(source: str) -> list[tuple[str, str]]:
    return [(mutant.before, mutant.after) for mutant in mutants_of(Path("x.py"), source.encode())]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = a < b", [("a < b", "(a <= b)")]),
        ("x = a == b is c", [("a == b is c", "(a != b is c)"), ("a == b is c", "(a == b is not c)")]),
        ("x = a and not b", [("a and not b", "(a or not b)"), ("not b", "(b)")]),
        ("if é: pass", [("é", "(not (é))")]),
        ("x = a if b else c", [("b", "(not (b))")]),
        ("x = 7", [("7", "8"), ("7", "(6)")]),
        ("x = True, 'a', b''", [("True", "False"), ("'a'", "''"), ("b''", "b'mutated'")]),
        ("def f():\n    return a", [("return a", "return None")]),
        ("def f():\n    a.b = c\n    d()", [("a.b = c", "pass"), ("d()", "pass")]),
        ("def f():\n    await a\n    raise b", [("await a", "pass"), ("raise b", "pass")]),
    ],
)
def test_a_statement_has_these_mutants(source: str, expected: list[tuple[str, str]]) -> None:
    assert changes(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        '"""A docstring."""\n\nx = y\n"""Another one."""',
        "def f(a: int | None, b: 'B') -> str | None: ...",
        "x: int | None",
        "x = Field(description='for people')",
        "def f():\n    logger.warning('a %s', 1 + 2)",
        "x = f'{a + 1} of'",
        "if TYPE_CHECKING:\n    x = 1",
        f"x = {list(range(30))}",
    ],
)
def test_nothing_is_mutated_that_only_people_or_type_checkers_read(source: str) -> None:
    assert changes(source) == []


def test_the_same_seed_makes_the_same_mutants() -> None:
    assert sample("sandboxes", 7, 20) == sample("sandboxes", 7, 20) != sample("sandboxes", 8, 20)
    assert len({(mutant.file, mutant.line) for mutant in sample("sandboxes", 1, 50)}) == 50


def test_the_test_of_the_same_name_comes_first() -> None:
    nearest = nearest_tests(Path("mockapi/matching/json_equality.py"))
    assert nearest[0] == "tests/matching/test_json_equality.py"
    assert "tests/matching/test_refusals.py" in nearest
