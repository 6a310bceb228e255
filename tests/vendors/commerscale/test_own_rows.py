"""Categories that a user has loaded through the control plane."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from mockapi.records.errors import RowError
from mockapi.server.server import MockServer
from mockapi.storage.sequences import guid
from mockapi.vendors.commerscale.products_categories.schemas import CategoryOut
from tests.support.commerscale import FIRST, SEEDED, TEXTS, Api, texts
from tests.support.own_rows import content, load, refused, stored, wild

PLACE = "commerscale/category"
GUID = "abcdefab-1234-4abc-8abc-abcdefabcdef"
ROW: dict[str, Any] = {"id": GUID, **texts(slug="mine"), "author": "Me", "createdon": "2031-02-03 04:05:06"}
NEXT = SEEDED + 1


def next_guid(position: int) -> str:
    return guid("commerscale_category", position)


def without_id(**changed: Any) -> dict[str, Any]:
    return {name: value for name, value in ROW.items() if name != "id"} | changed


class TestLoaded:
    def test_a_row_comes_back_as_it_was_given_and_the_api_shows_it(self, mock: MockServer, api: Api) -> None:
        assert load(mock, PLACE, [ROW]) == [{"position": NEXT, **ROW}] == stored(mock, PLACE)[-1:]
        assert api.one(GUID) == ROW
        assert api.count(slug=["mine"], createdon_min="2031-02-03 04:05:06") == 1
        assert api.all()[-1] == ROW

    def test_its_position_is_its_place_in_every_list(self, mock: MockServer, api: Api) -> None:
        load(mock, PLACE, [ROW | {"position": 900}, without_id(position=800)])
        assert [each["id"] for each in api.all()[-2:]] == [next_guid(800), GUID]

    def test_it_can_be_changed_and_deleted(self, mock: MockServer, api: Api) -> None:
        load(mock, PLACE, [ROW])
        [changed] = api.call("update", data=[{"id": GUID, **texts(name="New")}])
        assert changed["name"] == "New"
        assert api.call("delete", filter=[{"id": [GUID]}]) == {"count": 1}

    def test_rows_without_position_and_id_get_the_next_ones(self, mock: MockServer, api: Api) -> None:
        made = load(mock, PLACE, [without_id(), without_id()])
        assert [(row["position"], row["id"]) for row in made] == [(n, next_guid(n)) for n in (NEXT, NEXT + 1)]
        [created] = api.call("create", data=[texts()])
        assert created["id"] == next_guid(NEXT + 2)


class TestGuidsThatWouldComeLater:
    """Loaded rows whose GUIDs the next new categories would get."""

    def test_a_category_that_is_created_gets_another_one(self, mock: MockServer, api: Api) -> None:
        load(mock, PLACE, [ROW | {"id": next_guid(n)} for n in (NEXT + 1, NEXT + 2)])
        [created] = api.call("create", data=[texts()])
        assert created["id"] == next_guid(NEXT + 3) != next_guid(NEXT + 2)
        load(mock, PLACE, [ROW | {"id": next_guid(NEXT + 6)}])
        [first, second] = api.call("create", data=[texts(), texts()])
        assert [first["id"], second["id"]] == [next_guid(NEXT + 5), next_guid(NEXT + 7)]

    def test_a_row_without_one_gets_another_one(self, mock: MockServer) -> None:
        load(mock, PLACE, [ROW | {"id": next_guid(NEXT + 1)}])
        made = load(mock, PLACE, [without_id(), ROW | {"id": next_guid(NEXT + 2)}, without_id()])
        assert [row["id"] for row in made] == [next_guid(NEXT + n) for n in (3, 2, 5)]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": GUID.upper()}, "/0/id: String should match pattern"),
        ({"id": f"{GUID}\n"}, "/0/id: String should match pattern"),
        ({"id": FIRST}, f'/0/id: "{FIRST}" is taken'),
        ({"position": 1}, "/0/position: 1 is taken"),
        ({"position": 0}, "/0/position: should be greater"),
        ({"name": ""}, "/0/name: String should have at least 1 character"),
        ({"slug": ""}, "/0/slug: String should have at least 1 character"),
        *(({name: "x" * 256}, f"/0/{name}: should not be longer than 255 characters") for name in (*TEXTS, "author")),
        ({"description": None}, "/0/description: should be a valid string"),
        ({"createdon": "2031-02-03"}, "/0/createdon: should be a date like 2030-01-02 03:04:05"),
        ({"createdon": "2031-02-03T04:05:06"}, "/0/createdon: should be a date"),
        ({"seopagtitle": ""}, "/0/seopagtitle: is unknown; did you mean 'seopagetitle'?"),
    ],
)
def test_a_row_that_commerscale_could_not_return_is_refused(
    mock: MockServer, change: dict[str, Any], reason: str
) -> None:
    [complaint] = refused(mock, PLACE, [ROW | change])
    assert complaint.startswith(f"{PLACE} {reason}")


def test_texts_of_255_characters_are_taken(mock: MockServer, api: Api) -> None:
    longest = dict.fromkeys((*TEXTS, "author"), "x" * 255)
    load(mock, PLACE, [ROW | longest])
    assert api.one(GUID) == ROW | longest


def test_two_rows_of_one_guid_are_refused(mock: MockServer) -> None:
    assert refused(mock, PLACE, [ROW, ROW]) == [f'{PLACE} /1/id: "{GUID}" stands in row 0 already']
    made = ROW | {"id": next_guid(500)}
    assert len(refused(mock, PLACE, [made, without_id(position=500)])) == 1


@settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(row=wild(ROW, next_guid(NEXT), next_guid(NEXT + 1), "0001-01-01 00:00:00", "x"))
def test_a_random_row_is_refused_as_a_whole_or_returned_by_get(mock: MockServer, api: Api, row: Any) -> None:
    mock.reset()
    before = content(mock)
    try:
        [made] = load(mock, PLACE, [row])
    except RowError:
        assert content(mock) == before
    else:
        assert stored(mock, PLACE, offset=SEEDED) == [made]
        assert made.items() >= row.items()
        assert api.one(made["id"]) == {name: value for name, value in made.items() if name != "position"}
        assert api.count(name=[made["name"]]) >= 1
    for category in api.all():
        CategoryOut.model_validate(category)
    assert len(api.call("create", data=[texts(), texts()])) == 2
    assert api.count() == len(api.all())
