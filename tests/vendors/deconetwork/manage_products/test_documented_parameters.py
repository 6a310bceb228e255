"""Parameters in the OpenAPI document: their numbers are those that the operations accept."""

from typing import Any

import pytest

from mockapi.vendor_api.openapi import openapi_document
from mockapi.vendors.deconetwork import VENDOR
from tests.support.deconetwork import ALL_PRODUCTS, FORM, SUCCESS, Site

DOCUMENT = openapi_document(VENDOR)["paths"]
VALUES = {"date1": "2018-12-05", "date2": "2018-12-05", "string": "1"}


def parameters(operation: str) -> dict[str, dict[str, Any]]:
    """Return the schemas of the documented parameters of a query string by name."""
    documented = DOCUMENT[f"/manage_products/{operation}"]["get"]["parameters"]
    return {parameter["name"]: parameter["schema"] for parameter in documented}


def is_accepted(site: Site, **changed: Any) -> bool:
    """Return True if a find with a parameter changed succeeds."""
    return bool(site.find({**ALL_PRODUCTS, **VALUES, **changed})["response_status"] == SUCCESS)


@pytest.mark.parametrize("name", ["field", "condition", "limit", "sortby"])
def test_a_number_is_accepted_up_to_its_documented_minimum_and_maximum(site: Site, name: str) -> None:
    schema = parameters("find")[name]
    field = {"field": 5} if name == "condition" else {}
    assert is_accepted(site, **field, **{name: schema["minimum"]})
    assert is_accepted(site, **field, **{name: schema["maximum"]})
    assert not is_accepted(site, **field, **{name: schema["minimum"] - 1})
    assert not is_accepted(site, **field, **{name: schema["maximum"] + 1})


@pytest.mark.parametrize("name", ["limit", "offset", "sortby"])
def test_a_documented_default_is_the_value_of_a_request_without_the_parameter(site: Site, name: str) -> None:
    default = parameters("find")[name]["default"]
    assert site.find(ALL_PRODUCTS, **{name: default}) == site.find(ALL_PRODUCTS)


@pytest.mark.parametrize("operation", ["find", "get"])
def test_a_form_has_the_parameters_of_the_query_string(operation: str) -> None:
    content = DOCUMENT[f"/manage_products/{operation}"]["post"]["requestBody"]["content"]
    properties = content[FORM]["schema"]["properties"]
    assert list(properties) == list(parameters(operation))
    for name, schema in parameters(operation).items():
        assert schema.items() <= properties[name].items()
