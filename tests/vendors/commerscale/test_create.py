"""create. Docs: "Product categories", Create."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.commerscale import (
    APP_KEY,
    EMAIL,
    FIRST,
    INVALID_DATA,
    INVALID_TEXTS,
    KEY,
    SEEDED,
    TEXTS,
    Api,
    failed,
    texts,
)

NOW = "2030-01-02 03:04:05"

valid_texts = st.fixed_dictionaries(
    {name: st.text(min_size=1 if name in ("name", "slug") else 0, max_size=20) for name in TEXTS}
)


class TestWorks:
    def test_the_response_is_the_whole_category_and_get_finds_it(self, api: Api) -> None:
        (created,) = api.call("create", data=[texts()])
        assert created == {"id": created["id"], **texts(), "author": "", "createdon": NOW}
        assert api.one(created["id"]) == created
        assert api.count() == SEEDED + 1

    def test_several_come_in_the_order_of_the_request(self, api: Api) -> None:
        names = [f"Category {number}" for number in (9, 7, 8)]
        created = api.call("create", data=[texts(name=name) for name in names])
        assert [category["name"] for category in created] == names
        assert api.all()[SEEDED:] == created

    def test_a_single_object_is_taken_for_an_array_of_one(self, api: Api) -> None:
        created = api.call("create", data=texts())
        assert len(created) == 1
        assert api.all()[SEEDED:] == created

    @pytest.mark.parametrize(
        ("authentication", "author"), [(KEY, ""), (APP_KEY, ""), (EMAIL, "Mr Example"), ({**EMAIL, **KEY}, "")]
    )
    def test_the_author_is_the_user_or_empty(self, api: Api, authentication: dict[str, str], author: str) -> None:
        (created,) = api.call("create", authentication, data=texts())
        assert api.one(created["id"])["author"] == created["author"] == author

    def test_unknown_members_are_ignored(self, api: Api) -> None:
        ignored = {"id": FIRST, "author": "me", "createdon": "2000-01-01", "parent": FIRST, "visible": None, "Name": 1}
        (created,) = api.call("create", data=texts(**ignored))
        assert created == {"id": created["id"], **texts(), "author": "", "createdon": NOW}
        assert created["id"] != FIRST
        assert api.one(FIRST)["name"] == "Category 3"

    def test_two_categories_may_have_one_slug(self, api: Api) -> None:
        created = api.call("create", data=[texts(slug="category-1"), texts(slug="category-1")])
        assert api.call("get", filters={"slug": ["category-1"]})[1:] == created

    @pytest.mark.parametrize("name", TEXTS)
    def test_a_text_may_have_255_characters(self, api: Api, name: str) -> None:
        (created,) = api.call("create", data=texts(**{name: "я" * 255}))
        assert api.one(created["id"])[name] == "я" * 255

    @pytest.mark.parametrize("name", TEXTS[2:])
    def test_all_texts_but_name_and_slug_may_be_empty(self, api: Api, name: str) -> None:
        (created,) = api.call("create", data=texts(**{name: ""}))
        assert api.one(created["id"])[name] == ""

    def test_a_thousand_at_once_are_written(self, api: Api) -> None:
        created = api.call("create", data=[texts(name=f"N {number}") for number in range(1000)])
        assert api.call("get", pagination={"pageNumber": 2}) == created[1000 - SEEDED :]
        assert api.count() == SEEDED + 1000

    @settings(
        max_examples=30, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(objects=st.lists(valid_texts, min_size=1, max_size=4))
    def test_random_texts_are_returned_unchanged(self, api: Api, objects: list[dict[str, str]]) -> None:
        created = api.call("create", data=objects)
        assert [{name: category[name] for name in TEXTS} for category in created] == objects
        found = api.call("get", filters={"id": [category["id"] for category in created]})
        assert found == created


class TestInvalid:
    @pytest.mark.parametrize(("data", "sentence"), INVALID_DATA)
    def test_data_that_is_no_array_of_objects(self, seeded: Api, data: Any, sentence: str) -> None:
        assert seeded.error("create", data=data) == failed(sentence)
        assert seeded.count() == SEEDED

    def test_no_data_at_all(self, seeded: Api) -> None:
        assert seeded.error("create") == failed("The member 'data' must be an array of at least one object")
        assert seeded.count() == SEEDED

    @pytest.mark.parametrize(("changed", "sentence"), INVALID_TEXTS)
    def test_the_error_names_position_and_property_of_an_invalid_text(
        self, seeded: Api, changed: dict[str, Any], sentence: str
    ) -> None:
        invalid = {name: value for name, value in texts(**changed).items() if value is not ...}
        assert seeded.error("create", data=[texts(), invalid]) == failed(f"'data[1].{sentence}")
        assert seeded.error("create", data=invalid) == failed(f"'data[0].{sentence}")

    def test_more_than_a_thousand_are_refused(self, seeded: Api) -> None:
        expected = failed("The member 'data' must not have more than 1000 objects")
        assert seeded.error("create", data=[texts()] * 1001) == expected
        assert seeded.count() == SEEDED


class TestAllOrNothing:
    @pytest.mark.parametrize("last", [texts(slug=""), "no object", {}])
    def test_an_error_in_the_last_of_many_objects_prevents_all_writes(self, api: Api, last: Any) -> None:
        before = api.all()
        assert "'data[999]" in api.error("create", data=[*[texts()] * 999, last])["message"]
        assert api.all() == before
        (created,) = api.call("create", data=texts())
        assert created["id"] == "7670e927-44a6-4967-8f6e-ae9557d0b9a6"
