"""update. Docs: "Product categories", Update."""

from typing import Any

import pytest

from tests.support.commerscale import (
    APP_KEY,
    EMAIL,
    FIRST,
    INVALID_DATA,
    INVALID_TEXTS,
    KEY,
    SECOND,
    SEEDED,
    TEXTS,
    THIRD,
    UNKNOWN,
    Api,
    failed,
    texts,
)


class TestWorks:
    @pytest.mark.parametrize("category_id", [FIRST, SECOND])
    def test_all_six_texts_are_replaced_and_id_and_date_stay(self, api: Api, category_id: str) -> None:
        before = api.one(category_id)
        answer = api.call("update", data=[texts(id=category_id)])
        assert answer == [{**before, **texts(), "author": "Mr Example"}]
        assert tuple(answer[0]) == tuple(before)
        assert api.one(category_id) == answer[0]

    def test_the_other_categories_stay_as_they_are(self, api: Api) -> None:
        before = api.all()
        (changed,) = api.call("update", data=texts(id=THIRD))
        assert api.all() == [changed if category["id"] == THIRD else category for category in before]

    def test_several_come_in_the_order_of_the_request(self, api: Api) -> None:
        answer = api.call("update", data=[texts(id=THIRD, name="3"), texts(id=FIRST, name="1")])
        assert [(category["id"], category["name"]) for category in answer] == [(THIRD, "3"), (FIRST, "1")]
        assert api.names()[:3] == ["1", "Category 1", "3"]

    def test_of_two_changes_of_one_category_the_last_stays(self, api: Api) -> None:
        answer = api.call("update", data=[texts(id=FIRST, name="a"), texts(id=FIRST, name="b")])
        assert [category["name"] for category in answer] == ["a", "b"]
        assert api.one(FIRST)["name"] == "b"

    def test_ids_compare_without_case_and_come_in_lower_case(self, api: Api) -> None:
        (changed,) = api.call("update", data=texts(id=FIRST.upper()))
        assert changed["id"] == FIRST
        assert api.one(FIRST) == changed

    @pytest.mark.parametrize(
        ("authentication", "author"), [(KEY, "Mr Example"), (APP_KEY, "Mr Example"), (EMAIL, "Mr Example")]
    )
    def test_the_author_becomes_the_one_of_the_change(
        self, api: Api, authentication: dict[str, str], author: str
    ) -> None:
        assert api.one(FIRST)["author"] == ""
        assert api.call("update", authentication, data=texts(id=FIRST))[0]["author"] == author
        assert api.one(FIRST)["author"] == author

    def test_unknown_members_are_ignored(self, api: Api) -> None:
        before = api.one(SECOND)
        ignored = {"author": "me", "createdon": "2000-01-01 00:00:00", "position": 1, "visible": None}
        assert api.call("update", data=texts(id=SECOND, **ignored)) == [{**before, **texts()}]

    def test_a_slug_that_another_category_has_is_taken(self, api: Api) -> None:
        api.call("update", data=texts(id=FIRST, slug="category-1"))
        assert api.count(slug=["category-1"]) == 2

    def test_a_created_category_can_be_sent_back_unchanged(self, api: Api) -> None:
        (created,) = api.call("create", EMAIL, data=texts())
        assert api.call("update", data=[created]) == [created]

    @pytest.mark.parametrize("name", TEXTS)
    def test_a_text_may_have_255_characters(self, api: Api, name: str) -> None:
        api.call("update", data=texts(id=FIRST, **{name: "я" * 255}))
        assert api.one(FIRST)[name] == "я" * 255

    @pytest.mark.parametrize("name", TEXTS[2:])
    def test_all_texts_but_name_and_slug_may_be_emptied(self, api: Api, name: str) -> None:
        api.call("update", data=texts(id=FIRST, **{name: ""}))
        assert api.one(FIRST)[name] == ""

    def test_a_thousand_at_once_are_written(self, api: Api) -> None:
        answer = api.call("update", data=[texts(id=FIRST, name=f"N {number}") for number in range(1000)])
        assert len(answer) == 1000
        assert api.one(FIRST)["name"] == "N 999"


class TestInvalid:
    @pytest.mark.parametrize(("data", "sentence"), INVALID_DATA)
    def test_data_that_is_no_array_of_objects(self, untouched: Api, data: Any, sentence: str) -> None:
        assert untouched.error("update", data=data) == failed(sentence)

    def test_no_data_at_all(self, untouched: Api) -> None:
        assert untouched.error("update") == failed("The member 'data' must be an array of at least one object")

    @pytest.mark.parametrize(("changed", "sentence"), INVALID_TEXTS)
    def test_the_error_names_position_and_property_of_an_invalid_text(
        self, untouched: Api, changed: dict[str, Any], sentence: str
    ) -> None:
        invalid = {name: value for name, value in texts(id=FIRST, **changed).items() if value is not ...}
        assert untouched.error("update", data=[texts(id=SECOND), invalid]) == failed(f"'data[1].{sentence}")

    @pytest.mark.parametrize(
        "value", [None, "", 1, True, [], [FIRST], {}, "1", FIRST[:-1], f"{FIRST} ", f"{{{FIRST}}}"]
    )
    def test_an_id_that_is_no_guid(self, untouched: Api, value: Any) -> None:
        expected = failed("'data[1].id' must be a GUID")
        assert untouched.error("update", data=[texts(id=FIRST), texts(id=value)]) == expected

    def test_a_missing_id(self, untouched: Api) -> None:
        assert untouched.error("update", data=texts()) == failed("'data[0].id' must be a GUID")

    def test_an_id_that_no_category_has(self, untouched: Api) -> None:
        assert untouched.error("update", data=texts(id=UNKNOWN)) == failed("'data[0].id' names no category")

    def test_more_than_a_thousand_are_refused(self, untouched: Api) -> None:
        expected = failed("The member 'data' must not have more than 1000 objects")
        assert untouched.error("update", data=[texts(id=FIRST)] * 1001) == expected

    @pytest.mark.parametrize("last", [texts(id=UNKNOWN), texts(id="x"), texts(id=FIRST, name=""), texts(), None])
    def test_an_error_in_the_last_of_many_objects_prevents_all_writes(self, api: Api, last: Any) -> None:
        before = api.all()
        many = [texts(id=category["id"]) for category in before]
        assert f"'data[{SEEDED}]" in api.error("update", data=[*many, last])["message"]
        assert api.all() == before

    def test_a_category_that_was_deleted_cannot_be_changed(self, api: Api) -> None:
        api.call("delete", filter={"id": [FIRST]})
        assert api.error("update", data=texts(id=FIRST)) == failed("'data[0].id' names no category")
        assert api.count() == SEEDED - 1
