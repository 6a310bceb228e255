"""The members of a category. Docs: "Product categories", the object."""

import re
from typing import Any

import pytest
from pydantic import TypeAdapter

from mockapi.vendors.commerscale.products_categories.schemas import Categories
from tests.support.commerscale import FIRST, KEY, MEMBERS, SECOND, SEEDED, THIRD, Api, texts
from tests.support.nonempty import nonempty

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")

WRITTEN = {
    "name": "N",
    "slug": "s",
    "description": "",
    "seopagetitle": "",
    "seometakeywords": "",
    "seopagedescription": "",
}


class TestSeed:
    def test_the_categories_of_the_printed_samples_are_the_oldest(self, seeded: Api) -> None:
        assert [category["id"] for category in seeded.all()[:3]] == [FIRST, SECOND, THIRD]

    @pytest.mark.parametrize(
        ("category_id", "values"),
        [
            (
                FIRST,
                [
                    *("Category 3", "category-3", "Description example for category 3", "SEO page title"),
                    *("SEO META keywords", "SEO META description", "", "2016-09-14 20:27:36"),
                ],
            ),
            (
                SECOND,
                [
                    *("Category 1", "category-1", "Description example for category 1", "SEO page"),
                    *("SEO META keywords", "SEO META", "Mr Example", "2016-10-03 16:03:21"),
                ],
            ),
            (
                THIRD,
                [
                    *("Category 2", "category-2", "Description example for category 2", "SEO page"),
                    *("SEO META keywords", "SEO META", "Mr Example", "2016-10-03 16:07:40"),
                ],
            ),
        ],
    )
    def test_they_have_the_texts_of_the_samples(self, seeded: Api, category_id: str, values: list[str]) -> None:
        assert list(seeded.one(category_id).values()) == [category_id, *values]

    def test_the_shops_categories_follow(self, seeded: Api) -> None:
        names = seeded.names()
        assert len(names) == SEEDED
        assert {"Men's", "Café", "Халаты", "Lanyards "} < set(names)


class TestShape:
    def test_every_category_has_the_members_in_the_printed_order_and_all_are_strings(self, api: Api) -> None:
        for category in nonempty(api.all()):
            assert tuple(category) == MEMBERS
            assert all(isinstance(value, str) for value in category.values())
            assert GUID.fullmatch(category["id"])
            assert MOMENT.fullmatch(category["createdon"])

    @pytest.mark.parametrize("operation", ["get", "create", "update"])
    def test_a_response_has_the_shape_of_the_openapi_document(self, api: Api, operation: str) -> None:
        answer = api.call(operation, data=texts(id=FIRST))
        assert answer
        TypeAdapter[Any](Categories).validate_python(answer)

    def test_no_two_categories_share_an_id(self, api: Api) -> None:
        api.call("create", data=[texts(), texts()])
        ids = [category["id"] for category in api.all()]
        assert len(set(ids)) == len(ids) == SEEDED + 2

    def test_a_text_without_content_is_the_empty_string(self, api: Api) -> None:
        (created,) = api.call("create", data=WRITTEN)
        assert api.one(created["id"]) == {**created, **WRITTEN, "author": ""}

    def test_equal_calls_on_an_equal_seed_give_equal_ids(self, api: Api) -> None:
        (created,) = api.call("create", KEY, data=WRITTEN)
        assert created["id"] == "7670e927-44a6-4967-8f6e-ae9557d0b9a6"
