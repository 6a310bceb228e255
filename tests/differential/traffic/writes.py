"""Generates histories of writes and reads in several sandboxes, interleaved, with frozen clocks."""

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.differential.pair import Pair
from tests.differential.traffic.known import (
    FIRST,
    SECOND,
    SHAMPOO,
    THIRD,
    altegio,
    commerscale,
    control,
    deconetwork,
    freeze,
    in_sandbox,
    texts,
)
from tests.differential.wire import Reply, Request

STEPS = 1500
NAMES = ("writes.a", "writes.b", "writes.c", "default")
TITLES = ("Manicure", "Скидка", "a", "Ä\x1fß", "x" * 300, "", " ", "<b>&amp;", "Manicure", "\U0001f600", "12")
STRANGE: tuple[Any, ...] = (None, "", "1", 0, -1, 1.5, True, [], {}, 10**13, 2**63, "x", 1e-7, 216760, 216761)
INSTANTS = ("2030-01-02T03:04:05Z", "2031-12-31T23:59:59+05:00", "1999-06-01T12:00:00.5Z", "2016-10-03T16:07:40")


@dataclass
class World:
    """Hold what a sandbox is known to have had: some of it may be gone."""

    name: str
    location: int = 4564
    categories: list[int] = field(default_factory=lambda: [123, 456, 289632, 123456])
    products: list[int] = field(default_factory=lambda: [789, 23387891])
    guids: list[str] = field(default_factory=lambda: [FIRST, SECOND, THIRD])
    slugs: list[str] = field(default_factory=lambda: ["category-1"])


def run(pair: Pair, random: Random) -> None:
    """Write and read in random order; at the end read all that is there."""
    worlds = [World(name) for name in NAMES]
    for world in worlds:
        pair.ask(in_sandbox(control("POST", "/reset"), world.name))
        pair.ask(freeze(world.name))
    for _ in range(STEPS):
        world = random.choice(worlds)
        draw = random.choice((_category, _category, _product, _product, _commerscale, _commerscale, _read, _read))
        request = _whole(random, world) if random.random() < 0.03 else draw(random, world)
        _learn(world, pair.ask(in_sandbox(request, world.name)))
    for world in worlds:
        for request in _everything(world):
            pair.ask(in_sandbox(request, world.name))


def _category(random: Random, world: World) -> Request:
    """Draw a write of an Altegio category."""
    body: dict[str, Any] = {"title": random.choice(TITLES)}
    if random.random() < 0.6:
        body["parent_category_id"] = random.choice((*world.categories, 0, None, 999_999))
    for name in ("article", "comment"):
        if random.random() < 0.2:
            body[name] = random.choice(TITLES)
    _spoil(random, body)
    number, location = random.choice(world.categories), _location(random, world)
    return random.choice(
        (
            altegio("POST", f"/goods_categories/{location}", body),
            altegio("POST", f"/goods_categories/{location}", body),
            altegio("PUT", f"/goods_categories/{location}/{number}", body),
            altegio("DELETE", f"/goods_categories/{location}/{number}"),
        )
    )


def _product(random: Random, world: World) -> Request:
    """Draw a write of an Altegio product."""
    body = SHAMPOO | {"title": random.choice(TITLES), "category_id": random.choice(world.categories)}
    for name in ("article", "barcode", "comment", "print_title"):
        if random.random() < 0.2:
            body[name] = random.choice(TITLES)
    for name in ("cost", "actual_cost", "unit_equals", "netto", "brutto", "critical_amount", "desired_amount"):
        if random.random() < 0.2:
            body[name] = random.choice((0, 1, 2.5, 1000, 0.1 + 0.2, 1e12, None))
    if random.random() < 0.3:
        body["sale_unit_id"] = random.choice((216760, 216761, 216763))
    if random.random() < 0.2:
        rule = {"type": random.choice((1, 5, 6)), "base_unit": random.choice(("sale", "service", "x"))}
        body["correction_rules"] = random.choice(([], [rule], [rule, rule], None))
    _spoil(random, body)
    number, location = random.choice(world.products), _location(random, world)
    return random.choice(
        (
            altegio("POST", f"/goods/{location}", body),
            altegio("POST", f"/goods/{location}", body),
            altegio("PUT", f"/goods/{location}/{number}", body),
            altegio("PUT", f"/goods/{location}/{number}", body),
            altegio("DELETE", f"/goods/{location}/{number}"),
        )
    )


def _commerscale(random: Random, world: World) -> Request:
    """Draw a write of Commerscale categories."""
    authentication = random.choice(
        ({"apiKey": "jjns7519v1v3ns6xU162"}, {"email": "owner@example.com", "password": "mock-password"})
    )
    kind = random.choice(("create", "create", "update", "delete"))
    if kind == "delete":
        ids = {"id": random.sample(world.guids, min(len(world.guids), random.randint(1, 3)))}
        return commerscale(
            "delete", authentication, **{random.choice(("filter", "filters")): random.choice((ids, [ids]))}
        )
    entries = []
    for _ in range(random.choice((1, 1, 2, 5))):
        entry = texts(slug=random.choice((*world.slugs, f"slug-{random.randrange(60)}")), name=random.choice(TITLES))
        if kind == "update":
            entry["id"] = random.choice((str.upper, str))(random.choice(world.guids))
        if random.random() < 0.05:
            _spoil(random, entry, 1)
        entries.append(entry)
    return commerscale(kind, authentication, data=entries if len(entries) > 1 else random.choice((entries, entries[0])))


def _read(random: Random, world: World) -> Request:
    """Draw a read of what may have been written."""
    number, location = random.choice(world.categories), _location(random, world)
    return random.choice(
        (
            altegio("GET", f"/goods/{location}/{random.choice(world.products)}"),
            altegio("GET", f"/goods/{location}?count=50&changed_after=2020-01-01T00:00:00"),
            altegio("GET", f"/goods/{location}?category_id={number}"),
            altegio("GET", f"/goods/search/{location}?term=Mani"),
            altegio("GET", f"/goods/category_node/{location}/{number}"),
            altegio("GET", f"/company/{location}/goods_categories/{number}"),
            altegio("GET", f"/company/{location}/goods_categories"),
            altegio("GET", f"/goods_categories/multiple/{location}?ids={number},{random.choice(world.categories)}"),
            commerscale("get", filters={"slug": [random.choice(world.slugs)]}),
            commerscale("get", filters={"id": [random.choice(world.guids)]}),
            commerscale("count"),
            commerscale("get", filters={"createdon_min": "2018-01-01"}),
            deconetwork("find", {"field": 4, "condition": 4, "string": 0, "limit": 2}),
        )
    )


def _whole(random: Random, world: World) -> Request:
    """Draw a call that sets all of the sandbox's data, or its clock."""
    snapshot = f"writes.{random.choice('xy')}"
    return random.choice(
        (
            control("PUT", "/clock", {"freeze": random.choice(INSTANTS)}),
            control("PUT", "/clock", {"advance": random.choice((1, 3600, -90, 86_400, "P1D", 0.25))}),
            control("PUT", "/clock", {"freeze": random.choice(INSTANTS), "advance": 5}),
            control("PUT", f"/snapshots/{snapshot}"),
            control("PUT", f"/snapshots/{snapshot}"),
            control("POST", f"/snapshots/{snapshot}/restore"),
            control("POST", "/reset", {"journal": False, "clock": False}),
            control("POST", "/reset", {"data": False}),
        )
    )


def _location(random: Random, world: World) -> int:
    return random.choice((1, 2, 9)) if random.random() < 0.06 else world.location


def _spoil(random: Random, body: dict[str, Any], chance: float = 0.12) -> None:
    """Take a member away, or give it a strange value, now and then."""
    if random.random() < chance:
        name = random.choice(list(body))
        if random.random() < 0.4:
            del body[name]
        else:
            body[name] = random.choice(STRANGE)


def _learn(world: World, reply: Reply) -> None:
    """Remember the ids of what was created."""
    try:
        content = json.loads(reply.body)
    except ValueError:
        return
    if isinstance(content, list):
        world.guids = (world.guids + [entry["id"] for entry in content])[-12:]
        world.slugs = (world.slugs + [entry["slug"] for entry in content])[-12:]
    elif reply.status == 201 and isinstance(content.get("data"), dict):
        data = content["data"]
        known = world.products if "good_id" in data else world.categories
        known.append(data.get("good_id", data.get("id")))
        del known[: max(0, len(known) - 12)]


def _everything(world: World) -> list[Request]:
    return [
        altegio("GET", f"/goods/{world.location}?count=1000"),
        altegio("GET", f"/company/{world.location}/goods_categories"),
        altegio("GET", "/goods/1?count=1000"),
        commerscale("get"),
        control("GET", "/data"),
        *(control("GET", f"/data/{table}?limit=1000") for table in ("altegio/category", "commerscale/category")),
        control("GET", "/data/altegio/product?limit=1000"),
        control("GET", "/clock"),
        control("GET", "/seed"),
    ]
