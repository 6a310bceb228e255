"""The table of codes: severities, exact descriptions, and the order of the checks."""

from typing import Any

import pytest

from tests.support.deconetwork import (
    ALL_PRODUCTS,
    AUTHENTICATION_FAILED,
    INVALID_LIMIT_OR_OFFSET,
    INVALID_PARAMETERS,
    NO_CONDITIONS,
    NOT_ENABLED,
    NOT_FOUND,
    SUCCESS,
    Site,
    invalid_condition,
    numbered,
)

FIELD_MISSING = "Condition 1 'field' is missing"
CONDITION_MISSING = "Condition 1 'condition' is missing"

FIND_ERRORS: list[Any] = [
    pytest.param({"password": "x"}, 30001, "ERROR", "Authentication failed", id="30001"),
    pytest.param({"username": "disabled-user"}, 31000, "ERROR", "API not enabled on your site", id="31000"),
    pytest.param({}, 50002, "ERROR", "No conditions specified", id="50002"),
    pytest.param({"condition": 1}, 50003, "ERROR", "Condition 1 'field' is missing", id="50003 field"),
    pytest.param({"field": 1}, 50003, "ERROR", "Condition 1 'condition' is missing", id="50003 condition"),
    pytest.param({"field": 5, "condition": 1}, 50003, "ERROR", "date1 is invalid", id="50003 date1"),
    pytest.param(
        {"field": 5, "condition": 7, "date1": "2018-02-01"}, 50003, "ERROR", "date2 is invalid", id="50003 date2"
    ),
    pytest.param({**ALL_PRODUCTS, "limit": 101}, 50004, "ERROR", "Invalid limit or offset", id="50004"),
    pytest.param({"field": 6, "condition": 1}, 50005, "ERROR", "Invalid request parameters", id="50005"),
]
GET_ERRORS: list[Any] = [
    pytest.param({"password": "x"}, 30001, "ERROR", "Authentication failed", id="30001"),
    pytest.param({"username": "disabled-user"}, 31000, "ERROR", "API not enabled on your site", id="31000"),
    pytest.param({"id": 1234567}, 40004, "WARNING", "Product ID Not Found", id="40004"),
    pytest.param({}, 50005, "ERROR", "Invalid request parameters", id="50005"),
]


class TestCodes:
    @pytest.mark.parametrize(("parameters", "code", "severity", "description"), FIND_ERRORS)
    def test_an_error_of_find_has_response_status_alone(
        self, site: Site, parameters: dict[str, Any], code: int, severity: str, description: str
    ) -> None:
        status = {"code": code, "severity": severity, "description": description}
        assert site.find(parameters) == {"response_status": status}

    @pytest.mark.parametrize(("parameters", "code", "severity", "description"), GET_ERRORS)
    def test_an_error_of_get_has_response_status_alone(
        self, site: Site, parameters: dict[str, Any], code: int, severity: str, description: str
    ) -> None:
        status = {"code": code, "severity": severity, "description": description}
        assert site.get(**parameters) == {"response_status": status}

    def test_a_success_has_code_10001_and_an_empty_description(self, site: Site) -> None:
        success = {"code": 10001, "severity": "SUCCESS", "description": ""}
        assert site.find(ALL_PRODUCTS)["response_status"] == success
        assert site.get(id=19658)["response_status"] == success
        assert site.get(ids=19658)["response_status"] == success

    def test_a_find_without_results_is_a_success(self, site: Site) -> None:
        empty = {"response_status": SUCCESS, "products": [], "total": 0}
        assert site.find(field=1, condition=1, string="nothing") == empty


class TestOrderOfChecks:
    """Requests with several errors, of which only the first is reported."""

    def test_find_reports_the_error_with_the_lowest_code(self, site: Site) -> None:
        wrong: dict[str, Any] = {"username": "disabled-user", "password": "x", "limit": 101, "sortby": 9, "string": ""}
        steps: list[tuple[dict[str, Any], dict[str, Any]]] = [
            ({}, AUTHENTICATION_FAILED),
            ({"password": "mock-password"}, NOT_ENABLED),
            ({"username": "mock-user"}, NO_CONDITIONS),
            (numbered(7, string="x"), invalid_condition("Condition 7 'field' is missing")),
            (numbered(7, field=5), invalid_condition("Condition 7 'condition' is missing")),
            (numbered(7, condition=7), invalid_condition("date1 is invalid")),
            (numbered(7, date1="2018-02-01"), invalid_condition("date2 is invalid")),
            (numbered(7, date2="2018-02-01"), INVALID_LIMIT_OR_OFFSET),
            ({"limit": 100}, INVALID_PARAMETERS),
        ]
        for parameters, answer in steps:
            wrong.update(parameters)
            assert site.find(wrong) == answer
        assert site.find({**wrong, "sortby": 6})["response_status"] == SUCCESS

    def test_get_checks_in_the_order_30001_31000_50005_40004(self, site: Site) -> None:
        assert site.get(username="disabled-user", password="x", id="x") == AUTHENTICATION_FAILED
        assert site.get(username="disabled-user", id="x") == NOT_ENABLED
        assert site.get(ids="1234567,x") == INVALID_PARAMETERS
        assert site.get(id=1234567) == NOT_FOUND

    @pytest.mark.parametrize(
        ("parameters", "description"),
        [
            ({**numbered(2, condition=1), **numbered(1, field=1)}, "Condition 1 'condition' is missing"),
            ({**numbered(10, condition=1), **numbered(9, field=1)}, "Condition 9 'condition' is missing"),
            ({**numbered(3, field=5, condition=7), **numbered(20, field=1)}, "date1 is invalid"),
            ({**numbered(30, field=5, condition=1), **numbered(20, field=1)}, "Condition 20 'condition' is missing"),
            ({**numbered(1, field=5, condition=7, date1="2018-01-01"), **numbered(2, x=1)}, "date2 is invalid"),
            (numbered(1, string="x"), FIELD_MISSING),
            (numbered(1, field=5, date1="x", date2="x"), CONDITION_MISSING),
            (numbered(1, field=5, condition=7, date1="x", date2="x"), "date1 is invalid"),
        ],
    )
    def test_conditions_are_checked_by_number_and_inside_one_field_condition_date1_date2(
        self, site: Site, parameters: dict[str, Any], description: str
    ) -> None:
        for order in (parameters, dict(reversed(parameters.items()))):
            assert site.find(order) == invalid_condition(description)

    @pytest.mark.parametrize(
        "late",
        [
            {"sortby": 9},
            {"conditions": 1},
            numbered("x", field=1),
            numbered(1, field=6, condition=1, string=""),
            numbered(1, field=1, condition=8, string=""),
            numbered(1, field=1, condition=7, string=""),
            numbered(1, field=1, condition=1),
            numbered(1, field=4, condition=1, string="x"),
            numbered(1, field="\N{ARABIC-INDIC DIGIT FIVE}", condition=1),
        ],
        ids=repr,
    )
    def test_limit_and_offset_are_checked_after_50003_and_before_50005(self, site: Site, late: dict[str, Any]) -> None:
        right = numbered(5, field=1, condition=1, string="2000")
        assert site.find({**late, **right}) == INVALID_PARAMETERS
        assert site.find({**late, **right, "limit": "x"}) == INVALID_LIMIT_OR_OFFSET
        assert site.find({**late, **right, "limit": "x", **numbered(8, field=1)}) == invalid_condition(
            "Condition 8 'condition' is missing"
        )
