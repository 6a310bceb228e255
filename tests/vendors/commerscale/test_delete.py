"""delete. Docs: "Product categories", Delete."""

from typing import Any

import pytest

from tests.support.commerscale import (
    APP_KEY,
    EMAIL,
    FIRST,
    INVALID_JSON,
    KEY,
    SECOND,
    SEEDED,
    THIRD,
    UNKNOWN,
    Api,
    failed,
    texts,
    wrong_value,
)

NO_IDS = failed("The member 'filter' must name at least one id")
ALL_THREE = [FIRST, SECOND, THIRD]

FORMS: list[tuple[dict[str, Any], list[str]]] = [
    ({"filter": [{"id": [FIRST]}]}, [FIRST]),
    ({"filter": {"id": [FIRST]}}, [FIRST]),
    ({"filters": [{"id": [FIRST]}]}, [FIRST]),
    ({"filters": {"id": [FIRST]}}, [FIRST]),
    ({"filter": [{"id": [FIRST, SECOND]}]}, [FIRST, SECOND]),
    ({"filter": [{"id": [FIRST]}, {"id": [SECOND, THIRD]}]}, ALL_THREE),
    ({"filter": [{"id": [FIRST]}], "filters": {"id": [SECOND]}}, [FIRST, SECOND]),
    ({"filter": {"id": [FIRST]}, "filters": [{"id": [FIRST]}, {"id": [THIRD]}]}, [FIRST, THIRD]),
    ({"filter": [], "filters": {"id": [FIRST]}}, [FIRST]),
    ({"filter": [{"id": [FIRST]}, {}]}, [FIRST]),
    ({"filter": {"id": [FIRST, FIRST, FIRST.upper()]}}, [FIRST]),
    ({"filter": {"id": [SECOND]}}, [SECOND]),
    ({"filter": {"id": [UNKNOWN, FIRST]}}, [FIRST]),
    ({"filter": {"id": [UNKNOWN]}}, []),
    ({"filter": {"id": [FIRST], "visible": "true"}, "pagination": {}, "data": []}, [FIRST]),
]

WITHOUT_IDS: list[dict[str, Any]] = [
    {},
    {"filter": []},
    {"filter": {}},
    {"filter": [{}]},
    {"filter": [{}, {}], "filters": {}},
    {"filters": []},
    {"filters": {}},
    {"filter": {"name": ["Category 1"]}},
    {"filter": {"ID": [FIRST]}},
    {"filter": {"createdon_min": "2000-01-01"}},
    {"data": [{"id": [FIRST]}]},
    {"id": [FIRST]},
]

WRONG_IDS: list[tuple[dict[str, Any], str]] = [
    ({"filter": {"id": []}}, "filter.id"),
    ({"filter": [{"id": []}]}, "filter[0].id"),
    ({"filter": {"id": FIRST}}, "filter.id"),
    ({"filter": {"id": None}}, "filter.id"),
    ({"filter": {"id": {}}}, "filter.id"),
    ({"filter": {"id": [""]}}, "filter.id[0]"),
    ({"filter": {"id": [None]}}, "filter.id[0]"),
    ({"filter": [{"id": [FIRST, 1]}]}, "filter[0].id[1]"),
    ({"filter": [{"id": [FIRST]}, {"id": ["x"]}]}, "filter[1].id[0]"),
    ({"filters": {"id": [FIRST[:-1]]}}, "filters.id[0]"),
    ({"filters": [{"id": [FIRST]}, {"id": []}]}, "filters[1].id"),
    ({"filter": {"id": [FIRST]}, "filters": {"id": [[SECOND]]}}, "filters.id[0]"),
    ({"filter": {"id": ["x"]}, "filters": {"id": ["y"]}}, "filter.id[0]"),
    ({"filter": {"id": [*ALL_THREE * 100, ""]}}, "filter.id[300]"),
]


class TestWorks:
    @pytest.mark.parametrize(("members", "ids"), FORMS)
    def test_the_named_categories_are_gone_and_no_others(self, api: Api, members: Any, ids: list[str]) -> None:
        before = api.all()
        assert api.call("delete", **members) == {"count": len(ids)}
        assert api.all() == [category for category in before if category["id"] not in ids]
        assert api.count() == SEEDED - len(ids)

    @pytest.mark.parametrize("authentication", [KEY, APP_KEY, EMAIL])
    def test_every_kind_of_credentials_may_delete(self, api: Api, authentication: dict[str, str]) -> None:
        assert api.call("delete", authentication, filter={"id": [FIRST]}) == {"count": 1}
        assert api.count(id=[FIRST]) == 0

    def test_a_second_time_it_deletes_nothing(self, api: Api) -> None:
        assert api.call("delete", filter={"id": [FIRST]}) == {"count": 1}
        assert api.call("delete", filter={"id": [FIRST]}) == {"count": 0}

    def test_everything_can_be_deleted_by_its_ids(self, api: Api) -> None:
        ids = [category["id"] for category in api.all()]
        assert api.call("delete", filter={"id": ids}) == {"count": SEEDED}
        assert api.all() == []
        assert api.count() == 0

    def test_the_id_of_a_deleted_category_is_not_given_again(self, api: Api) -> None:
        (created,) = api.call("create", data=texts())
        api.call("delete", filter={"id": [created["id"]]})
        (again,) = api.call("create", data=texts())
        assert again["id"] != created["id"]


class TestInvalid:
    @pytest.mark.parametrize("members", WITHOUT_IDS)
    def test_without_any_id_nothing_is_deleted(self, seeded: Api, members: dict[str, Any]) -> None:
        assert seeded.error("delete", **members) == NO_IDS
        assert seeded.count() == SEEDED

    @pytest.mark.parametrize(("members", "path"), WRONG_IDS)
    def test_one_wrong_id_and_nothing_is_deleted(self, seeded: Api, members: dict[str, Any], path: str) -> None:
        assert seeded.error("delete", **members) == wrong_value(path, "guid")
        assert seeded.count() == SEEDED

    @pytest.mark.parametrize("value", [None, "", FIRST, 1, True, [FIRST], [{"id": [FIRST]}, None], [[]]])
    @pytest.mark.parametrize("name", ["filter", "filters"])
    def test_a_filter_that_is_no_object_is_invalid_json(self, seeded: Api, name: str, value: Any) -> None:
        assert seeded.error("delete", **{name: value}) == INVALID_JSON
        assert seeded.count() == SEEDED
