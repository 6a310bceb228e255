"""Users' own rows, loaded into the store of the test server without its API."""

from typing import Any

from hypothesis import strategies as st

from mockapi.records.errors import RowError
from mockapi.records.tables import find_vendor, load_rows, table_rows
from mockapi.sandboxes.sandbox import Sandbox
from mockapi.server.server import MockServer
from mockapi.vendor_api.table_rules import Values
from mockapi.vendors import VENDORS

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=()), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
EDGES = st.sampled_from([0, 1, -1, 2**53 - 1, 2**53, 2**63 - 1, 2**63, 10**4000, 1e12, 1e-7, -0.0, "", "\0", "\x1f"])


def wild(row: Values, *likely: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for rows like a valid one, with random or `likely` values in some members, and for any JSON."""
    value = st.sampled_from(likely) | EDGES | JSON
    changes = st.dictionaries(st.sampled_from([*row, *row, "", "x"]), value, max_size=2)
    gone = st.sampled_from([set(), set(), *({name} for name in row)])
    changed = st.builds(
        lambda some, lost: {name: it for name, it in {**row, **some}.items() if name not in lost}, changes, gone
    )
    return st.just(row) | changed | changed | JSON


def sandbox_of(mock: MockServer) -> Sandbox:
    """Return the sandbox that the tests call."""
    return mock.api.server_state.sandboxes["default"]


def load(mock: MockServer, place: str, rows: Any, source: str | None = None) -> list[Values]:
    """Load rows into `<vendor>/<table>` in one transaction."""
    vendor, _, table = place.partition("/")
    with sandbox_of(mock).writing() as database:
        return load_rows(database, find_vendor(VENDORS, vendor), table, rows, source)


def stored(mock: MockServer, place: str, limit: int = 10_000, offset: int = 0) -> list[Values]:
    """Return the rows of `<vendor>/<table>`."""
    vendor, _, table = place.partition("/")
    return table_rows(sandbox_of(mock).reading(), find_vendor(VENDORS, vendor), table, limit, offset)


def content(mock: MockServer) -> bytes:
    """Return all rows of all tables."""
    with sandbox_of(mock).writing() as database:
        raw: Any = database.read().connection.driver_connection
    return bytes(raw.serialize())


def refused(mock: MockServer, place: str, rows: Any, source: str | None = None) -> list[str]:
    """Return the pointers and reasons of refused rows, after a check that the store is unchanged."""
    before = content(mock)
    try:
        load(mock, place, rows, source)
    except RowError as error:
        assert content(mock) == before
        return [str(wrong) for wrong in error.wrong]
    raise AssertionError("the rows were loaded")
