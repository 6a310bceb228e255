"""The filters of get and count. Docs: "Product categories", the tables of filters."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.commerscale import FIRST, SECOND, SEEDED, THIRD, UNKNOWN, Api, texts, wrong_value

ONE, TWO, THREE = "Category 1", "Category 2", "Category 3"
OLDEST = [THREE, ONE, TWO]

FOUND: list[tuple[dict[str, Any], list[str]]] = [
    ({"id": [SECOND]}, [ONE]),
    ({"id": [THIRD, SECOND]}, [ONE, TWO]),
    ({"id": [SECOND, SECOND]}, [ONE]),
    ({"id": [SECOND, UNKNOWN]}, [ONE]),
    ({"id": [UNKNOWN]}, []),
    ({"id": [FIRST.upper()]}, [THREE]),
    ({"name": [TWO]}, [TWO]),
    ({"name": [TWO, ONE, THREE]}, OLDEST),
    ({"name": ["category 1"]}, []),
    ({"name": ["Category"]}, []),
    ({"name": ["%"]}, []),
    ({"name": ["Category _"]}, []),
    ({"name": ["Category 1 "]}, []),
    ({"name": ["Lanyards"]}, []),
    ({"name": ["Lanyards "]}, ["Lanyards "]),
    ({"name": ["халаты"]}, []),
    ({"name": ["Халаты"]}, ["Халаты"]),
    ({"name": ["Tops"]}, ["Tops", "Tops"]),
    ({"name": ["x" * 255]}, []),
    ({"name": ["' OR 1=1 --"]}, []),
    ({"name": ["Category 1\0"]}, []),
    ({"name": ["Category 1\0x", TWO]}, [TWO]),
    ({"slug": ["category-3"]}, [THREE]),
    ({"slug": ["Category-3"]}, []),
    ({"slug": ["category-3", "café"]}, [THREE, "Café"]),
    ({"createdon_max": "2016-10-03 16:07:40"}, OLDEST),
    ({"createdon_max": "2016-10-03 16:07:39"}, [THREE, ONE]),
    ({"createdon_max": "2016-10-03"}, [THREE]),
    ({"createdon_max": "2016-09-14"}, []),
    ({"createdon_min": "2016-10-03 16:03:21", "createdon_max": "2016-10-04"}, [ONE, TWO]),
    ({"createdon_min": "2016-10-03 16:03:22", "createdon_max": "2016-10-04"}, [TWO]),
    ({"createdon_min": "2016-10-03", "createdon_max": "2016-10-03 16:03:21"}, [ONE]),
    ({"createdon_min": "2016-09-14", "createdon_max": "2016-09-15"}, [THREE]),
    ({"createdon_min": "2042-01-01"}, []),
    ({"createdon_min": "9999-12-31 23:59:59"}, []),
    ({"createdon_max": "0001-01-01"}, []),
    ({"createdon_min": "2042-01-01", "createdon_max": "2015-01-01"}, []),
    ({"id": [SECOND], "name": [ONE], "slug": ["category-1"], "createdon_max": "2016-10-04"}, [ONE]),
    ({"id": [SECOND], "name": [TWO]}, []),
    ({"id": [SECOND, THIRD], "slug": ["category-2", "category-3"]}, [TWO]),
    ({"name": [ONE], "createdon_max": "2016-10-03"}, []),
    ({"id": [SECOND], "visible": "true"}, [ONE]),
    ({"id": [SECOND], "visible": "", "author": None, "Name": [TWO], "createdon": "x"}, [ONE]),
]

NO_STRING: list[Any] = ["", None, 1, True, [], ["a"], {}, "x" * 256]
NO_GUID: list[Any] = [
    *("", None, 1, True, ["a"], {}, "category-1"),
    *("{00000000-0000-0000-0000-000000000000}", "00000000000000000000000000000000"),
    *("00000000-0000-0000-0000-00000000000", "00000000-0000-0000-0000-0000000000000"),
    *("00000000-0000-0000-0000-00000000000g", " 00000000-0000-0000-0000-000000000000"),
    *("00000000-0000-0000-0000-000000000000\n", "٠0000000-0000-0000-0000-000000000000"),
]
NO_ARRAY: list[Any] = [[], None, True, 1, {}, {"0": "a"}, "", "Category 1", SECOND]
NO_DATE: list[Any] = [
    *("", None, 1, True, [], ["2015-01-01"], {}, "2015", "2015-1-1", "2015-13-01", "2015-02-29", "2015-00-10"),
    *("0000-01-01", "01-01-2015", "2015/01/01", "2015-01-01T00:00:00", "2015-01-01 00:00", "2015-01-01 24:00:00"),
    *("2015-01-01 00:60:00", "2015-01-01 00:00:60", "2015-01-01 00:00:00Z", "2015-01-01 ", " 2015-01-01"),
    *("2015-01-01\n", "2015-01-01 00:00:00.0", "２０１５-01-01", "20150101", "now", 20150101, "2015-01-01\0"),
]


class TestWorks:
    @pytest.mark.parametrize(("filters", "names"), FOUND)
    def test_get_and_count_find_the_categories_that_match_all_filters(
        self, seeded: Api, filters: Any, names: list[str]
    ) -> None:
        assert seeded.names(filters=filters) == names
        assert seeded.count(**filters) == len(names)

    def test_without_filters_everything_is_found(self, seeded: Api) -> None:
        assert len(seeded.all()) == len(seeded.call("get", filters={})) == SEEDED
        assert seeded.call("count") == {"count": SEEDED}

    @settings(max_examples=40, deadline=None, database=None)
    @given(
        names=st.none() | st.lists(st.sampled_from([*OLDEST, "Tops", "x"]), min_size=1),
        ids=st.none() | st.lists(st.sampled_from([FIRST, SECOND, THIRD, UNKNOWN]), min_size=1),
        earliest=st.none() | st.sampled_from(["2016-09-14 20:27:37", "2016-10-03 16:07:40", "2018-01-01"]),
        latest=st.none() | st.sampled_from(["2016-10-03", "2016-10-03 16:03:21", "2018-01-01"]),
    )
    def test_random_filters_find_the_categories_that_a_scan_finds(
        self, seeded: Api, names: list[str] | None, ids: list[str] | None, earliest: str | None, latest: str | None
    ) -> None:
        given = {"name": names, "id": ids, "createdon_min": earliest, "createdon_max": latest}
        filters = {name: value for name, value in given.items() if value is not None}
        expected = [
            category
            for category in seeded.all()
            if (names is None or category["name"] in names)
            and (ids is None or category["id"] in ids)
            and (earliest is None or category["createdon"] >= earliest)
            and (latest is None or category["createdon"] <= latest)
        ]
        assert seeded.call("get", filters=filters) == expected
        assert seeded.count(**filters) == len(expected)


def test_texts_that_differ_after_a_nul_are_two(api: Api) -> None:
    api.call("create", data=[texts(name="a\0b", slug="1"), texts(name="a\0c", slug="2"), texts(name="a", slug="3")])
    for name, slug in {"a\0b": "1", "a\0c": "2", "a": "3"}.items():
        (found,) = api.call("get", filters={"name": [name]})
        assert (found["name"], found["slug"]) == (name, slug)


@pytest.mark.parametrize("operation", ["get", "count"])
class TestInvalid:
    @pytest.mark.parametrize("value", NO_STRING)
    @pytest.mark.parametrize("name", ["name", "slug"])
    def test_a_text_that_is_empty_too_long_or_none(self, untouched: Api, operation: str, name: str, value: Any) -> None:
        expected = wrong_value(f"filters.{name}[1]", "string")
        assert untouched.error(operation, filters={name: ["Category 1", value, ""]}) == expected

    @pytest.mark.parametrize("value", NO_GUID)
    def test_an_id_that_is_no_guid(self, untouched: Api, operation: str, value: Any) -> None:
        assert untouched.error(operation, filters={"id": [value, ""]}) == wrong_value("filters.id[0]", "guid")

    @pytest.mark.parametrize("value", NO_ARRAY)
    @pytest.mark.parametrize(("name", "kind"), [("id", "guid"), ("name", "string"), ("slug", "string")])
    def test_an_empty_array_or_no_array_has_no_index(
        self, untouched: Api, operation: str, name: str, kind: str, value: Any
    ) -> None:
        assert untouched.error(operation, filters={name: value}) == wrong_value(f"filters.{name}", kind)

    @pytest.mark.parametrize("value", NO_DATE)
    @pytest.mark.parametrize("name", ["createdon_min", "createdon_max"])
    def test_a_date_that_is_none(self, untouched: Api, operation: str, name: str, value: Any) -> None:
        assert untouched.error(operation, filters={name: value}) == wrong_value(f"filters.{name}", "datetime")
