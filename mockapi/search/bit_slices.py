"""A bit-sliced index: numbers stored bit by bit, so that a range of them is found without reading each number.

Each number has a position, counted from 0. Bit p of slice b is bit b of the number at position p. Sets of positions are
integers: bit p says whether position p belongs to the set. A set of a million positions takes 125 kB.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence

_BITS_OF_A_BYTE = 8
_BYTES_OF_A_NUMBER = 8
_LARGE_BLOCK = 1024
_SMALL_BLOCK = 32
"""Bytes of a set that are counted at once."""
_FEW = 32
"""Positions that are taken out of a block one by one."""

# For each bit of a byte: the byte → the digit that the bit is.
_DIGITS = [bytes(b"01"[byte >> bit & 1] for byte in range(256)) for bit in range(_BITS_OF_A_BYTE)]


def slice_numbers(numbers: Sequence[int]) -> list[bytes]:
    """Return the slices of numbers from 0 to 2⁶⁴ - 1, lowest bit first, each little-endian.

    They are as many as the largest number has bits.
    """
    # The last number first: the first digit of a binary number is its highest.
    content = array("Q", reversed(numbers)).tobytes()
    width = max(numbers, default=0).bit_length()
    length = -(-len(numbers) // _BITS_OF_A_BYTE)
    slices = []
    for bit in range(width):
        digits = content[bit // _BITS_OF_A_BYTE :: _BYTES_OF_A_NUMBER].translate(_DIGITS[bit % _BITS_OF_A_BYTE])
        slices.append(int(digits, 2).to_bytes(length, "little"))
    return slices


def positions_below(slices: Sequence[int], bound: int, all_positions: int) -> int:
    """Return the positions, out of `all_positions`, of the numbers below `bound`."""
    if bound <= 0:
        return 0
    if bound.bit_length() > len(slices):
        return all_positions
    below, equal = 0, all_positions
    for number in reversed(range(len(slices))):
        ones = equal & slices[number]
        if bound >> number & 1:
            below |= equal ^ ones
            equal = ones
        else:
            equal ^= ones
    return below


def set_of(positions: Iterable[int], size: int) -> int:
    """Return the set of some of `size` positions."""
    content = bytearray(-(-size // _BITS_OF_A_BYTE))
    for position in positions:
        content[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(content, "little")


def set_bytes(positions: int, size: int) -> bytes:
    """Return a set of some of `size` positions as bytes: bit p % 8 of byte p // 8 stands for position p."""
    return positions.to_bytes(-(-size // _BITS_OF_A_BYTE), "little")


def page_of_positions(positions: int, first: int, count: int) -> list[int]:
    """Return `count` positions of a set in ascending order, without the `first` lowest."""
    content = set_bytes(positions, positions.bit_length())
    found: list[int] = []
    for large in range(0, len(content), _LARGE_BLOCK):
        number = _bits(content, large, _LARGE_BLOCK).bit_count()
        if first >= number:
            first -= number
            continue
        size = _LARGE_BLOCK if number <= _FEW else _SMALL_BLOCK
        for start in range(large, min(large + _LARGE_BLOCK, len(content)), size):
            block = _bits(content, start, size)
            number = block.bit_count()
            if first < number:
                found += _positions_of_block(block, start * _BITS_OF_A_BYTE)[first : first + count - len(found)]
                if len(found) == count:
                    return found
            first = max(0, first - number)
    return found


def _bits(content: bytes, start: int, size: int) -> int:
    return int.from_bytes(content[start : start + size], "little")


def _positions_of_block(block: int, start: int) -> list[int]:
    if block.bit_count() <= _FEW:
        return list(_lowest_first(block, start))
    return [start + position for position, digit in enumerate(reversed(f"{block:b}")) if digit == "1"]


def _lowest_first(block: int, start: int) -> Iterator[int]:
    while block:
        lowest = block & -block
        yield start + lowest.bit_length() - 1
        block ^= lowest
