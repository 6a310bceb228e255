"""Draws cost against size as an SVG: both axes logarithmic, a line for each kind of request."""

from collections.abc import Iterator, Mapping
from html import escape
from math import log10

WIDTH, HEIGHT, LEFT, BOTTOM, RIGHT, TOP = 900, 480, 70, 60, 330, 20
LOWEST, HIGHEST = 0.1, 1000.0
"""Milliseconds."""
COLORS = (
    *("#1b6ca8", "#d1495b", "#2e933c", "#8f3985", "#e08e00", "#007a7a"),
    *("#6b4e31", "#5a5a5a", "#ff5fa2", "#3949ab", "#9acd32", "#00b8d9"),
)
MEASURE = " p99 ms"


def draw(measured: Mapping[int, Mapping[str, float]]) -> str:
    """Return the 99th percentiles of `scale.run` as one SVG document."""
    names = [name for name in next(iter(measured.values())) if name.endswith(MEASURE)]
    inside = "\n".join((*_axes(list(measured)), *_lines(measured, names)))
    style = 'font-family="sans-serif" font-size="12" fill="none"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" {style}>\n{inside}\n</svg>\n'


def _x(size: int, sizes: list[int]) -> float:
    first, last = log10(sizes[0]), log10(sizes[-1])
    share = (log10(size) - first) / (last - first) if last > first else 0.5
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(milliseconds: float) -> float:
    share = (log10(max(LOWEST, milliseconds)) - log10(LOWEST)) / (log10(HIGHEST) - log10(LOWEST))
    return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)


def _axes(sizes: list[int]) -> Iterator[str]:
    value = LOWEST
    while value <= HIGHEST:
        yield f'<path d="M{LEFT} {_y(value):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
        yield _text(LEFT - 8, _y(value) + 4, f"{value:g} ms", "end")
        value *= 10
    for size in sizes:
        yield _text(_x(size, sizes), HEIGHT - BOTTOM + 20, f"{size:,}", "middle")
    yield _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - BOTTOM + 44, "99th percentile by number of products", "middle")


def _lines(measured: Mapping[int, Mapping[str, float]], names: list[str]) -> Iterator[str]:
    sizes = list(measured)
    for place, name in enumerate(names):
        color = COLORS[place % len(COLORS)]
        points = " ".join(f"{_x(size, sizes):.1f},{_y(row[name]):.1f}" for size, row in measured.items())
        yield f'<polyline points="{points}" stroke="{color}" stroke-width="2"/>'
        height = TOP + 16 + 20 * place
        yield f'<path d="M{WIDTH - RIGHT + 15} {height - 4}h20" stroke="{color}" stroke-width="2"/>'
        yield _text(WIDTH - RIGHT + 42, height, name.removesuffix(MEASURE), "start")


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#333">{escape(text)}</text>'
