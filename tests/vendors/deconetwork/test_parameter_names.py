"""Names of parameters: brackets, case, and names without use."""

import socket
from urllib.parse import urlsplit

import pytest

from mockapi.server.server import MockServer
from tests.support.deconetwork import ALL_PRODUCTS, FORM, NO_CONDITIONS, Site, found_id, response_of

STRAY = (
    *("skip_login_token", "commit", "per_page", "page", "include_variants", "include_options", "utf8", "format"),
    *(
        "Field",
        "LIMIT",
        "date3",
        "string2",
        "conditional",
        "conditions2",
        "condition[]",
        "fields[1]",
        "[",
        "]",
        "%",
        "",
    ),
)


class TestNamesOfParameters:
    CREDENTIALS = "username=mock-user&password=mock-password"

    @pytest.mark.parametrize(
        "condition",
        [
            "conditions[1][field]=1&conditions[1][condition]=1&conditions[1][string]=2000B",
            "conditions%5B1%5D%5Bfield%5D=1&conditions%5B1%5D%5Bcondition%5D=1&conditions%5B1%5D%5Bstring%5D=2000B",
            "conditions%5b1%5d%5bfield%5d=1&conditions%5b1%5d%5bcondition%5d=1&conditions%5b1%5d%5bstring%5d=2000B",
            "%63onditions[%31]%5Bfield]=%31&conditions[1][condition]=1&conditions[1][string]=2000%42",
        ],
    )
    def test_brackets_of_a_name_may_be_raw_or_percent_encoded(
        self, mock: MockServer, site: Site, condition: str
    ) -> None:
        # httpx would encode raw brackets.
        query = f"{self.CREDENTIALS}&{condition}"
        assert b'"product_id":"456456"' in raw_get(mock, query.encode())
        response = site.client.post("/manage_products/find", content=query, headers={"Content-Type": FORM})
        assert found_id(response_of(response)) == "456456"

    @pytest.mark.parametrize("space", ["+", "%20"])
    def test_a_plus_sign_and_percent_20_are_read_as_a_space(self, site: Site, space: str) -> None:
        name = space.join(["ultra", "cotton", "100%25", "cotton", "t", "shirt"])
        query = f"{self.CREDENTIALS}&field=2&condition=1&string={name}"
        assert found_id(response_of(site.client.get(f"/manage_products/find?{query}"))) == "19658"
        response = site.client.post("/manage_products/find", content=query, headers={"Content-Type": FORM})
        assert found_id(response_of(response)) == "19658"

    @pytest.mark.parametrize("name", ["Field", "FIELD", "field ", "fields"])
    def test_names_are_case_sensitive(self, site: Site, name: str) -> None:
        assert site.find({name: 4, "Condition": 4, "String": 0}) == NO_CONDITIONS

    def test_limit_and_sortby_in_capitals_are_ignored(self, site: Site) -> None:
        assert site.find({**ALL_PRODUCTS, "Limit": 1, "SORTBY": "x"})["total"] == len(site.every_product())

    @pytest.mark.parametrize("name", STRAY)
    @pytest.mark.parametrize("value", ["", "1", "Add Condition"])
    def test_unknown_parameters_are_ignored(self, site: Site, name: str, value: str) -> None:
        assert site.ids({"field": 1, "condition": 1, "string": "2000B", name: value}) == ["456456"]
        assert found_id(site.get(**{"id": 456456, name: value})) == "456456"

    @pytest.mark.parametrize(
        "name",
        ["date1", "date2", "limit", "offset", "sortby", "id", "ids", "conditions", "conditions[x]", "conditions[]"],
    )
    @pytest.mark.parametrize("blank", ["", " ", "\t"])
    def test_blank_parameters_without_use_are_ignored(self, site: Site, name: str, blank: str) -> None:
        assert site.ids({"field": 1, "condition": 1, "string": "2000B", name: blank}) == ["456456"]
        assert found_id(site.get(**{"limit": "x", name: blank, "id": 456456})) == "456456"


def raw_get(mock: MockServer, query: bytes) -> bytes:
    """Return the response to a find with these bytes as its query string."""
    address = urlsplit(mock.url)
    with socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=5) as connection:
        head = b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        connection.sendall(b"GET /api/json/manage_products/find?" + query + head)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    return answer
