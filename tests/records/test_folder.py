"""A folder of JSON files with rows of a user's own."""

import json
from pathlib import Path
from typing import Any

import pytest

from mockapi.records.errors import RowError
from mockapi.records.folder import load_folder
from mockapi.server.server import MockServer
from mockapi.vendors import VENDORS
from tests.support.own_rows import content, sandbox_of, stored

CATEGORY = {"id": 77, "location_id": 9, "title": "Manicure"}
LOCATION = {"id": 9, "title": "Ninth", "currency": "EUR", "utc_offset": 3600}


def write(folder: Path, **files: Any) -> Path:
    """Files of Altegio: name without `.json` → content."""
    (folder / "altegio").mkdir()
    for name, rows in files.items():
        (folder / "altegio" / f"{name}.json").write_text(json.dumps(rows))
    return folder


def loaded(mock: MockServer, folder: Path) -> dict[str, int]:
    with sandbox_of(mock).writing() as database:
        return load_folder(database, VENDORS, folder)


def refusal(mock: MockServer, folder: Path) -> str:
    """Why the folder is refused, which must leave the store as it is."""
    before = content(mock)
    with pytest.raises(RowError) as caught:
        loaded(mock, folder)
    assert content(mock) == before
    return str(caught.value)


def test_every_file_is_loaded_and_rows_may_refer_to_rows_of_later_files(mock: MockServer, tmp_path: Path) -> None:
    write(tmp_path, category=[CATEGORY], location=[LOCATION])
    (tmp_path / "deconetwork").mkdir()
    (tmp_path / "deconetwork" / "category.json").write_text('[{"id": 5, "name": "Caps"}]')
    counts = {"altegio/category": 1, "altegio/location": 1, "deconetwork/category": 1}
    assert loaded(mock, tmp_path) == counts
    assert LOCATION in stored(mock, "altegio/location")
    assert {"id": 5, "name": "Caps", "parent_id": None} in stored(mock, "deconetwork/category")


def test_an_empty_folder_loads_nothing(mock: MockServer, tmp_path: Path) -> None:
    assert loaded(mock, tmp_path) == {}


def test_hidden_files_and_a_byte_order_mark_do_not_matter(mock: MockServer, tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "altegio" / ".location.json.swp").write_text("x")
    (tmp_path / "altegio" / "location.json").write_bytes(b"\xef\xbb\xbf" + json.dumps([LOCATION]).encode())
    assert loaded(mock, tmp_path) == {"altegio/location": 1}


def test_wrong_rows_of_all_files_are_named_with_their_files(mock: MockServer, tmp_path: Path) -> None:
    write(tmp_path, category=[CATEGORY | {"titel": 1}], location=[LOCATION, {**LOCATION, "currency": 5}])
    assert refusal(mock, tmp_path).splitlines() == [
        "2 things are wrong (rows are counted from 0):",
        f"  {tmp_path}/altegio/category.json /0/titel: is unknown; did you mean 'title'?",
        f"  {tmp_path}/altegio/location.json /1/currency: should be a valid string, got 5",
    ]


def test_a_reference_to_nothing_is_refused_and_no_file_is_loaded(mock: MockServer, tmp_path: Path) -> None:
    write(tmp_path, category=[CATEGORY], product=[])
    assert refusal(mock, tmp_path) == f"{tmp_path}/altegio/category.json /0/location_id: there is no location 9"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("altegoi/category.json", "altegoi: is no folder of a vendor (altegio, deconetwork, commerscale)"),
        ("altegoi/category.json", "did you mean 'altegio'?"),
        ("altegio", "altegio: is no folder of a vendor"),
        ("category.json", "category.json: is no folder of a vendor"),
        ("altegio/categories.json", "is no file of a table (location.json, category.json, product.json)"),
        ("altegio/categories.json", "did you mean 'category.json'?"),
        ("altegio/category.JSON", "did you mean 'category.json'?"),
        ("altegio/category.yaml", "category.yaml: is no file of a table"),
        ("altegio/category", "category: is no file of a table"),
        ("altegio/category.json/more.json", "altegio/category.json: is no file of a table"),
    ],
)
def test_a_file_without_a_place_is_refused(mock: MockServer, tmp_path: Path, name: str, reason: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("[]")
    text = refusal(mock, tmp_path)
    assert text.startswith(str(tmp_path))
    assert reason in text


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (b'[{"id": 1},\n {"id" 2}]', "is not valid JSON: expected `:` at line 2 column 8"),
        (b"", "is not valid JSON: EOF while parsing a value at line 1 column 0"),
        (b"[NaN]", "is not valid JSON: expected value at line 1 column 2"),
        (b'["\xff"]', "is not valid JSON: invalid unicode code point at line 1 column 3"),
        (b"[" * 5000, "is not valid JSON: recursion limit exceeded at line 1 column"),
        (b"{}", "an array of rows is needed, got an object"),
    ],
)
def test_a_file_that_is_no_array_in_json_is_refused(
    mock: MockServer, tmp_path: Path, written: bytes, reason: str
) -> None:
    path = write(tmp_path) / "altegio" / "category.json"
    path.write_bytes(written)
    assert refusal(mock, tmp_path).startswith(f"{path}: {reason}")


def test_a_folder_that_is_not_there_or_is_none_is_refused(mock: MockServer, tmp_path: Path) -> None:
    assert refusal(mock, tmp_path / "none") == f"{tmp_path}/none: cannot be read: No such file or directory"
    (tmp_path / "file").write_text("")
    assert refusal(mock, tmp_path / "file") == f"{tmp_path}/file: cannot be read: Not a directory"


def test_a_link_that_leads_nowhere_is_refused(mock: MockServer, tmp_path: Path) -> None:
    (write(tmp_path) / "altegio" / "category.json").symlink_to(tmp_path / "none")
    assert "category.json: is no file of a table" in refusal(mock, tmp_path)
