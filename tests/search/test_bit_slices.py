"""Sets of places: the same as Python's own sets, for any numbers."""

from hypothesis import given
from hypothesis import strategies as st

from mockapi.search.bit_slices import page_of_positions, positions_below, set_of, slice_numbers

NUMBERS = st.lists(st.integers(0, 20) | st.integers(0, 2**63 - 1), max_size=40)


def members(positions: int) -> list[int]:
    return [position for position in range(positions.bit_length()) if positions >> position & 1]


SPARSE = st.sets(st.integers(0, 30_000))
DENSE = st.binary(max_size=3_000).map(lambda content: set(members(int.from_bytes(content, "little"))))


@given(NUMBERS, st.integers(-1, 21) | st.integers(0, 2**65))
def test_the_places_below_a_bound_are_those_whose_numbers_are(numbers: list[int], bound: int) -> None:
    slices = [int.from_bytes(content, "little") for content in slice_numbers(numbers)]
    below = positions_below(slices, bound, (1 << len(numbers)) - 1)
    assert members(below) == [position for position, number in enumerate(numbers) if number < bound]


@given(SPARSE | DENSE, st.integers(0, 60) | st.integers(0, 10_000), st.integers(0, 60))
def test_some_places_are_a_page_of_all(positions: set[int], first: int, count: int) -> None:
    assert page_of_positions(set_of(positions, 30_001), first, count) == sorted(positions)[first : first + count]
    assert members(set_of(positions, 30_001)) == sorted(positions)
