"""Rows of a user's own in any vendor's tables: how they are refused, numbered, shown and removed."""

from typing import Any

import pytest

from mockapi.records.errors import MAX_REPORTED, RowError, TableInUse, UnknownTable, WrongRow, shown
from mockapi.records.tables import clear_table, count_rows, find_vendor, load_rows, table_members, table_names
from mockapi.server.server import MockServer
from mockapi.vendors import VENDORS
from tests.support.nonempty import nonempty
from tests.support.own_rows import load, refused, sandbox_of, stored

CATEGORIES = "altegio/category"
MANICURE = {"location_id": 1, "title": "Manicure"}
ALTEGIO = find_vendor(VENDORS, "altegio")


def categories(*changes: dict[str, Any]) -> list[dict[str, Any]]:
    return [MANICURE | change for change in changes]


class TestRefusal:
    def test_names_file_row_member_and_reason(self, mock: MockServer) -> None:
        with pytest.raises(RowError) as caught:
            load(mock, CATEGORIES, categories({}, {"title": 5}), "mine.json")
        [wrong] = caught.value.wrong
        assert wrong == WrongRow("should be a valid string, got 5", "mine.json", CATEGORIES, 1, "title")
        assert wrong.pointer == "/1/title"
        assert str(caught.value) == "mine.json /1/title: should be a valid string, got 5"

    def test_without_a_file_names_the_table(self, mock: MockServer) -> None:
        assert refused(mock, CATEGORIES, [{"title": "a"}]) == ["altegio/category /0/location_id: is missing"]

    def test_names_everything_that_is_wrong_up_to_a_limit(self, mock: MockServer) -> None:
        with pytest.raises(RowError) as caught:
            load(mock, CATEGORIES, categories(*({"id": -n} for n in range(MAX_REPORTED + 3))))
        assert [wrong.row for wrong in caught.value.wrong] == list(range(MAX_REPORTED))
        assert caught.value.more == 3
        lines = str(caught.value).splitlines()
        assert lines[0] == "23 things are wrong (rows are counted from 0):"
        assert lines[1] == "  altegio/category /0/id: should be greater than or equal to 1, got 0"
        assert lines[-1] == "  … and 3 more"

    def test_leaves_right_rows_beside_a_wrong_one_out_as_well(self, mock: MockServer) -> None:
        refused(mock, CATEGORIES, categories({}, {}, {"parent_id": 5}))

    @pytest.mark.parametrize("value", [{}, None, "[]", 5])
    def test_anything_but_an_array_is_refused(self, mock: MockServer, value: Any) -> None:
        [reason] = refused(mock, CATEGORIES, value)
        assert "an array of rows is needed, got" in reason

    @pytest.mark.parametrize("value", [[], None, "{}", 5, 1.5, True])
    def test_a_row_that_is_no_object_is_refused(self, mock: MockServer, value: Any) -> None:
        [reason] = refused(mock, CATEGORIES, [value])
        assert reason.startswith("altegio/category /0: a row should be an object, got")

    def test_an_unknown_member_is_refused_with_the_closest_one(self, mock: MockServer) -> None:
        assert refused(mock, CATEGORIES, categories({"tittle": "a"}, {"zzz": 1})) == [
            "altegio/category /0/tittle: is unknown; did you mean 'title'?",
            "altegio/category /1/zzz: is unknown",
        ]

    def test_a_member_without_a_name_is_not_the_row(self, mock: MockServer) -> None:
        assert refused(mock, CATEGORIES, categories({"": 1})) == ["altegio/category /0/: is unknown"]

    def test_what_the_emulator_derives_is_an_unknown_member(self, mock: MockServer) -> None:
        [reason] = refused(mock, CATEGORIES, categories({"search_text": "a"}))
        assert "/0/search_text: is unknown" in reason

    @pytest.mark.parametrize("members", [{"title": "\ud800"}, {"\ud800": 1}])
    def test_a_lone_surrogate_is_refused(self, mock: MockServer, members: dict[str, Any]) -> None:
        [reason] = refused(mock, CATEGORIES, categories(members))
        assert "no Unicode text" in reason

    def test_shows_nothing_that_would_move_a_terminals_cursor(self, mock: MockServer) -> None:
        [reason] = refused(mock, CATEGORIES, categories({"\x1b[2J\n": 1}), "a\rb")
        assert reason == r"a\rb /0/\x1b[2J\n: is unknown"

    def test_the_pointer_escapes_what_pointers_escape(self, mock: MockServer) -> None:
        [reason] = refused(mock, CATEGORIES, categories({"a/b~c": 1}))
        assert " /0/a~1b~0c: " in reason

    def test_shows_a_value_in_a_few_characters(self) -> None:
        values = ["x" * 1000, {}, [[]], 10**5000, 2**63, True, None, float("nan")]
        assert [shown(value)[:30] for value in values] == [
            '"' + "x" * 29,
            *("an object", "an array", "a number of more than 64 bits", str(2**63), "true", "null", "NaN"),
        ]
        assert len(shown("x" * 1000)) < 70

    @pytest.mark.parametrize(
        ("place", "reason"),
        [
            ("altegia/category", "there is no vendor 'altegia' (there are: "),
            ("altegia/category", "did you mean 'altegio'?"),
            ("altegio/categories", "(there are: location, category, product); did you mean 'category'?"),
            ("altegio/altegio_category", "altegio has no table 'altegio_category'"),
            ("/", "there is no vendor ''"),
        ],
    )
    def test_an_unknown_place_is_refused_with_those_there_are(self, mock: MockServer, place: str, reason: str) -> None:
        with pytest.raises(UnknownTable) as caught:
            load(mock, place, [])
        assert reason in str(caught.value)


class TestIds:
    def test_a_row_without_one_gets_the_next_and_created_things_the_ones_after(self, mock: MockServer) -> None:
        rows = load(mock, CATEGORIES, categories({}, {}))
        assert [row["id"] for row in rows] == [2_000_001, 2_000_002]
        with sandbox_of(mock).writing() as database:
            assert database.next_number("altegio_category") == 2_000_003

    def test_none_is_handed_out_that_a_row_has_brought(self, mock: MockServer) -> None:
        rows = load(mock, CATEGORIES, categories({}, {"id": 5_000_000}, {}))
        assert [row["id"] for row in rows] == [5_000_001, 5_000_000, 5_000_002]

    def test_a_smaller_one_does_not_set_the_counter_back(self, mock: MockServer) -> None:
        assert [row["id"] for row in load(mock, CATEGORIES, categories({"id": 5}, {}))] == [5, 2_000_001]

    def test_the_largest_leaves_room_for_created_things(self, mock: MockServer) -> None:
        load(mock, CATEGORIES, categories({"id": 2**53 - 1}))
        with sandbox_of(mock).writing() as database:
            assert database.next_number("altegio_category") == 2**53

    def test_one_that_stands_twice_or_is_taken_is_refused(self, mock: MockServer) -> None:
        rows = categories({"id": 7}, {"id": 456}, {"id": 7}, {"id": 123})
        assert refused(mock, CATEGORIES, rows) == [
            "altegio/category /2/id: 7 stands in row 0 already",
            "altegio/category /3/id: 123 is taken by a row that is stored already",
            "altegio/category /1/id: 456 is taken by a row that is stored already",
        ]

    def test_no_rows_use_no_number(self, mock: MockServer) -> None:
        assert load(mock, CATEGORIES, []) == []
        assert load(mock, CATEGORIES, categories({}))[0]["id"] == 2_000_001


class TestReferences:
    def test_rows_may_refer_to_later_rows(self, mock: MockServer) -> None:
        load(mock, CATEGORIES, categories({"id": 5, "parent_id": 6}, {"id": 6, "parent_id": 7}, {"id": 7}))

    def test_a_circle_is_refused_and_what_hangs_below_it(self, mock: MockServer) -> None:
        rows = categories(
            {"id": 5, "parent_id": 6}, {"id": 6, "parent_id": 5}, {"id": 7, "parent_id": 6}, {"id": 8, "parent_id": 8}
        )
        reasons = refused(mock, CATEGORIES, rows)
        assert [reason.split(": ")[0] for reason in reasons] == [f"altegio/category /{n}/parent_id" for n in range(4)]
        assert {reason.split(": ")[1] for reason in reasons} == {"the way up leads back to where it came from"}

    def test_thousands_of_levels_are_followed(self, mock: MockServer) -> None:
        chain = categories(*({"id": n, "parent_id": n + 1} for n in range(1_000_000, 1_005_000)), {"id": 1_005_000})
        assert len(load(mock, CATEGORIES, chain)) == 5001


class TestReading:
    def test_rows_come_by_primary_key_in_pages(self, mock: MockServer) -> None:
        everything = stored(mock, CATEGORIES)
        assert [row["id"] for row in everything] == sorted(row["id"] for row in everything)
        assert stored(mock, CATEGORIES, limit=2, offset=1) == everything[1:3]
        assert stored(mock, CATEGORIES, limit=0) == []
        assert count_rows(sandbox_of(mock).reading(), ALTEGIO, "category") == len(everything)

    @pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)
    def test_the_seeded_rows_can_be_taken_out_and_loaded_again(self, mock: MockServer, vendor: Any) -> None:
        names = table_names(vendor)
        before = {name: stored(mock, f"{vendor.name}/{name}") for name in names}
        with sandbox_of(mock).writing() as database:
            for name in reversed(names):
                assert clear_table(database, vendor, name) == len(before[name])
                assert count_rows(database, vendor, name) == 0
            for name in names:
                assert load_rows(database, vendor, name, before[name]) == before[name]
        assert {name: stored(mock, f"{vendor.name}/{name}") for name in names} == before


class TestClearing:
    def test_is_refused_while_rows_of_another_table_refer_to_it(self, mock: MockServer) -> None:
        with pytest.raises(TableInUse) as caught, sandbox_of(mock).writing() as database:
            clear_table(database, ALTEGIO, "category")
        assert str(caught.value) == (
            "altegio/category: cannot be cleared while 602 rows of altegio/product refer to it: clear product first"
        )

    def test_is_refused_while_arrays_of_ids_refer_to_it(self, mock: MockServer) -> None:
        with pytest.raises(TableInUse) as caught, sandbox_of(mock).writing() as database:
            clear_table(database, find_vendor(VENDORS, "deconetwork"), "category")
        assert "while 202 rows of deconetwork/product refer to it" in str(caught.value)

    def test_lets_no_id_come_back(self, mock: MockServer) -> None:
        load(mock, CATEGORIES, categories({"id": 3_000_000}))
        with sandbox_of(mock).writing() as database:
            clear_table(database, ALTEGIO, "product")
            clear_table(database, ALTEGIO, "category")
        assert load(mock, CATEGORIES, categories({}))[0]["id"] == 3_000_001


class TestMembers:
    def test_tell_type_need_and_meaning(self) -> None:
        found = {member.name: member for member in table_members(ALTEGIO, "product")}
        assert (found["id"].type, found["id"].required) == ("integer", False)
        assert (found["title"].type, found["title"].required) == ("string", True)
        assert found["vat_id"].type == "integer or null"
        assert found["actual_amounts"].type == "array of {storage_id, amount}"
        assert found["changed_at"].meaning == "Instant of the last change: seconds since 1970, UTC"
        assert "search_text" not in found

    @pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)
    def test_are_those_of_the_stored_rows(self, mock: MockServer, vendor: Any) -> None:
        for name in nonempty(table_names(vendor)):
            [row] = stored(mock, f"{vendor.name}/{name}", limit=1)
            assert [member.name for member in table_members(vendor, name)] == list(row)
