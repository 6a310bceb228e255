"""Whom a path belongs to, without a server."""

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockapi.pipeline.router import Router, decoded, is_below
from mockapi.vendor_api.application import mount
from mockapi.vendors import VENDORS

MOUNTED = [mount(vendor) for vendor in VENDORS]
ROUTER = Router(MOUNTED)
NAMES = ["altegio", "commerscale", "deconetwork", "__admin", "docs", "openapi.json", "~one"]
WORDS = ["api", "v1", "json", "goods", "products", "categories", "get", "company", "manage_products", "find"]
PARTS = st.sampled_from([*NAMES, *WORDS, "1", "", "\n", "%2F", "é", "..", "*"])
PATHS = st.lists(PARTS, max_size=7).map(lambda parts: "/" + "/".join(parts)) | st.text(max_size=300).map("/".__add__)


@pytest.mark.parametrize(
    "path",
    ["/", "/__admin", "/__admin/", "/__admin/clock", "/altegio/docs", "/altegio/docs/", "/deconetwork/openapi.json"],
)
def test_the_emulators_own_paths_are_the_control_applications(path: str) -> None:
    assert ROUTER.target("GET", path) is None


@pytest.mark.parametrize("path", ["/__adminx", "/__ADMIN", "/altegio", "/doc", "//", "/nobody/docs", "*"])
def test_a_path_that_is_only_like_one_is_nobodys(path: str) -> None:
    target = ROUTER.target("GET", path)
    assert target is not None
    assert (target.mounted, target.operation) == (None, None)


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [
        ("GET", "/goods/1", "get_products_list"),
        ("GET", "/api/v1/goods/1/", "get_products_list"),
        ("GET", "/altegio/api/v1/goods/1", "get_products_list"),
        ("POST", "/goods/1", "create_product"),
        ("PATCH", "/goods/1", None),
        ("GET", "/goods/1//", None),
        ("GET", "/goods/1\n", None),
        ("POST", "/api/v1/products/categories/count", "products/categories/count"),
        ("POST", "/commerscale/api/v1/products/categories/count/", "products/categories/count"),
        ("GET", "/api/v1/products/categories/nothing", None),
    ],
)
def test_an_operation_is_found_by_method_and_whole_path(method: str, path: str, operation: str | None) -> None:
    target = ROUTER.target(method, path)
    assert target is not None
    assert target.mounted is not None
    assert (target.operation.name if target.operation else None) == operation


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.sampled_from(["GET", "POST", "PUT", "x"]), PATHS)
def test_every_path_has_one_target_and_the_same_when_it_comes_again(method: str, path: str) -> None:
    target = ROUTER.target(method, path)
    anew = Router(MOUNTED).target(method, path)
    assert ROUTER.target(method, path) == target == anew
    if target is not None and target.operation is not None:
        assert target.mounted is not None
        below = f"/{target.mounted.vendor.name}"
        assert is_below(path, below) or ROUTER.target(method, below + path) == target


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text())
def test_a_path_is_decoded_but_for_its_encoded_slashes(text: str) -> None:
    assert decoded(quote(text, safe="").encode()) == text.replace("/", "%2F")
    assert decoded(quote(text, safe="/").encode()) == text


@pytest.mark.parametrize("raw", [b"/%", b"/%zz", b"/%2", b"/%ff", b"/\xff", b"/%%32%46"])
def test_what_is_encoded_wrongly_is_no_slash_and_no_error(raw: bytes) -> None:
    assert decoded(raw).count("/") == 1


def test_below_is_whole_segments() -> None:
    assert [is_below(path, "/api") for path in ("/api", "/api/", "/api/x", "/apix", "/ap", "")] == [True] * 3 + [
        False
    ] * 3
