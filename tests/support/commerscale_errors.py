"""Invalid values in the `data` of create and update, with the error message for each."""

from typing import Any

from tests.support.commerscale import TEXTS

NO_ARRAY: list[Any] = [None, [], "", "text", 1, True]
NO_OBJECT: list[Any] = [None, "text", 1, True, [], [{}]]
NO_STRING: list[Any] = [None, 1, True, ["x"], {}]

FAULTY_DATA: list[tuple[Any, str]] = [
    *((data, "The member 'data' must be an array of at least one object") for data in NO_ARRAY),
    *(([entry], "'data[0]' must be an object") for entry in NO_OBJECT),
    ({}, "'data[0].name' is missing"),
    ([{}], "'data[0].name' is missing"),
]

FAULTY_OBJECTS: list[tuple[dict[str, Any], str]] = [
    *(({name: ...}, f"{name}' is missing") for name in TEXTS),
    *(({name: value}, f"{name}' must be a string") for name in TEXTS for value in NO_STRING),
    *(({name: "x" * 256}, f"{name}' must not be longer than 255 characters") for name in TEXTS),
    *(({name: ""}, f"{name}' must not be empty") for name in ("name", "slug")),
    ({"slug": "", "seopagedescription": ...}, "slug' must not be empty"),
]
"""Invalid texts (`...` means missing), with the end of the error message."""
