"""Units of measure, which all locations share."""

# docs are silent; chosen because these are what the goods of the shop are counted in, next to the recorded piece.
UNITS = {216760: "pc", 216761: "ml", 216762: "g", 216763: "pack"}
"""Short titles of the units by id."""

PIECE = 216760


def known_unit(unit_id: int) -> int:
    """Return the id. Raises `ValueError` if no unit has it."""
    if unit_id not in UNITS:
        raise ValueError(f"there is no unit of measure {unit_id}")
    return unit_id
