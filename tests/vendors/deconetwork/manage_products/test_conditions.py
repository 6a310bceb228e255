"""Conditions of find, compared with a plain model over all products."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import deconetwork as model
from tests.support.deconetwork import INVALID_PARAMETERS, SUCCESS, Site, numbered

Conditions = st.SearchStrategy[model.Condition]
ConditionsOn = dict[int, Conditions]


@pytest.fixture(scope="module")
def conditions_on(everything: list[model.Product]) -> ConditionsOn:
    """Return, for each field, conditions with values of products and values near them."""
    return {field: conditions_of(everything, field) for field in model.FIELDS}


def assert_as_modelled(site: Site, everything: list[model.Product], *conditions: model.Condition) -> None:
    """Assert that find returns the products of the model; a single condition is sent in the single form."""
    expected = model.found(everything, conditions)
    answer = site.find(conditions[0] if len(conditions) == 1 else multi_form(conditions))
    assert answer == {"response_status": SUCCESS, "products": expected[:100], "total": len(expected)}


def multi_form(conditions: Sequence[model.Condition]) -> dict[str, Any]:
    """Return the parameters of conditions, numbered from 1."""
    named = [numbered(number, **condition) for number, condition in enumerate(conditions, start=1)]
    return {name: value for members in named for name, value in members.items()}


def values_of(products: list[model.Product], field: int) -> list[str]:
    """Return the values of a field as texts, in the order of the values."""
    return [str(value) for value in sorted({model.FIELDS[field](product) for product in products})]


def neighbours(products: list[model.Product], field: int) -> Iterator[str]:
    """Yield the first, the middle and the last value of a field, and values beside them that no product has."""
    values = values_of(products, field)
    for value in (values[0], values[len(values) // 2], values[-1]):
        yield value
        if field == 5:
            for seconds in (-1, 1):
                yield (datetime.fromisoformat(value) + timedelta(seconds=seconds)).isoformat()
        elif field == 4:
            yield from (str(int(value) - 1), str(int(value) + 1))
        else:
            yield from (value.upper(), value[:-1], f"{value} ")


class TestEveryFieldAndComparison:
    @pytest.mark.parametrize("comparison", [1, 2, 3, 4, 5, 6])
    @pytest.mark.parametrize("field", [1, 2, 3, 4, 5])
    def test_each_comparison_of_each_field_finds_the_products_of_the_model(
        self, site: Site, everything: list[model.Product], field: int, comparison: int
    ) -> None:
        name = "date1" if field == 5 else "string"
        for value in neighbours(everything, field):
            assert_as_modelled(site, everything, {"field": field, "condition": comparison, name: value})

    def test_between_includes_both_dates(self, site: Site, everything: list[model.Product]) -> None:
        dates = values_of(everything, 5)
        low, high = dates[20], dates[60]
        assert_as_modelled(site, everything, {"field": 5, "condition": 7, "date1": low, "date2": high})
        answer = site.find(field=5, condition=7, date1=low, date2=high, sortby=5)
        assert [answer["products"][end]["date_modified"] for end in (0, -1)] == [low, high]

    def test_between_with_two_equal_dates_finds_that_date(self, site: Site, everything: list[model.Product]) -> None:
        date = values_of(everything, 5)[30]
        assert site.find(field=5, condition=7, date1=date, date2=date) == site.find(field=5, condition=1, date1=date)
        assert_as_modelled(site, everything, {"field": 5, "condition": 7, "date1": date, "date2": date})

    def test_between_with_date1_after_date2_finds_nothing(self, site: Site, everything: list[model.Product]) -> None:
        dates = values_of(everything, 5)
        answer = site.find(field=5, condition=7, date1=dates[60], date2=dates[20])
        assert answer == {"response_status": SUCCESS, "products": [], "total": 0}

    @pytest.mark.parametrize("field", [1, 2, 3, 4])
    def test_between_on_a_text_or_an_id_gets_code_50005(self, site: Site, field: int) -> None:
        dates = {"date1": "2018-01-01", "date2": "2019-01-01"}
        assert site.find({"field": field, "condition": 7, "string": "1", **dates}) == INVALID_PARAMETERS


class TestSeveralConditions:
    def test_a_product_must_match_all_conditions(self, site: Site, everything: list[model.Product]) -> None:
        assert_as_modelled(
            site,
            everything,
            {"field": 3, "condition": 1, "string": "sanmar"},
            {"field": 2, "condition": 6, "string": "n"},
            {"field": 5, "condition": 7, "date1": "2018-01-01T00:00:00", "date2": "2019-01-01T00:00:00"},
        )

    @pytest.mark.parametrize("value", [{"field": 1, "string": "2000"}, {"field": 4, "string": "19658"}])
    @pytest.mark.parametrize(
        ("comparisons", "found"),
        [
            *(((4, 5), []), ((3, 6), []), ((3, 4), []), ((1, 2), []), ((1, 3), []), ((1, 4), []), ((4, 5, 6), [])),
            *(((5, 6), ["19658"]), ((1, 5), ["19658"]), ((1, 6), ["19658"]), ((1, 1), ["19658"]), ((2, 5, 6), [])),
        ],
    )
    def test_several_conditions_may_have_one_value(
        self, site: Site, value: dict[str, Any], comparisons: tuple[int, ...], found: list[str]
    ) -> None:
        conditions = [{**value, "condition": comparison} for comparison in comparisons]
        assert site.ids(multi_form(conditions)) == found
        assert site.ids(multi_form(conditions[::-1])) == found

    def test_a_thousand_conditions_are_read(self, site: Site, everything: list[model.Product]) -> None:
        assert site.find(many(everything, 1000)) == site.find(field=2, condition=4, string="w")

    def test_more_than_a_thousand_conditions_get_code_50005(self, site: Site, everything: list[model.Product]) -> None:
        assert site.find(many(everything, 1001)) == INVALID_PARAMETERS

    def test_a_thousand_different_conditions_on_every_field_are_read(self, site: Site) -> None:
        parameters: dict[str, Any] = {}
        for number in range(1, 1001):
            field = number % 5 + 1
            value = {"date1": f"2031-01-01T00:{number % 60:02}:00"} if field == 5 else {"string": str(number)}
            parameters.update(numbered(number, field=field, condition=2, **value))
        assert site.find(parameters)["total"] == 202

    @settings(deadline=None, max_examples=50)
    @given(data=st.data())
    def test_any_conditions_sorting_and_page_return_the_products_of_the_model(
        self, site: Site, everything: list[model.Product], conditions_on: ConditionsOn, data: st.DataObject
    ) -> None:
        conditions = data.draw(st.lists(st.one_of(*conditions_on.values()), min_size=1, max_size=5))
        sortby, offset, limit = data.draw(st.tuples(st.integers(1, 6), st.integers(0, 210), st.integers(0, 100)))
        answer = site.find(multi_form(conditions), sortby=sortby, offset=offset, limit=limit)
        expected = model.found(everything, conditions, sortby)
        page = expected[offset : offset + limit]
        assert answer == {"response_status": SUCCESS, "products": page, "total": len(expected)}

    @settings(deadline=None, max_examples=40)
    @given(field=st.sampled_from(list(model.FIELDS)), data=st.data())
    def test_several_conditions_on_one_field_find_the_products_of_the_model(
        self, site: Site, everything: list[model.Product], conditions_on: ConditionsOn, field: int, data: st.DataObject
    ) -> None:
        conditions = data.draw(st.lists(conditions_on[field], min_size=2, max_size=4))
        assert_as_modelled(site, everything, *conditions)


def many(products: list[model.Product], count: int) -> dict[str, Any]:
    """Return `count` conditions that find the products whose name is after `w`."""
    parameters = numbered(1, field=2, condition=4, string="w")
    for number in range(2, count + 1):
        parameters.update(numbered(number, field=2, condition=4, string=f"a{number}"))
    assert any(product["product_name"].casefold() > "w" for product in products)
    return parameters


def conditions_of(products: list[model.Product], field: int) -> Conditions:
    """Return a strategy for conditions on one field."""
    values = st.sampled_from([*neighbours(products, field), *values_of(products, field)])
    comparison = {"field": st.just(field), "condition": st.integers(1, 6)}
    if field == 5:
        between = {"field": st.just(5), "condition": st.just(7), "date1": values, "date2": values}
        return st.fixed_dictionaries({**comparison, "date1": values}) | st.fixed_dictionaries(between)
    texts = values if field == 4 else values | st.text(st.characters(codec="utf-8"), max_size=3)
    return st.fixed_dictionaries({**comparison, "string": texts})
