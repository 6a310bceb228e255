"""The category tree and the words of product names; `generator` turns them into a shop.

The texts are as untidy as in real catalogues: apostrophes, ampersands, trade marks, accents, Cyrillic, final spaces.
"""

from dataclasses import dataclass

Tree = dict[str, "Tree"]

EMPTY_CATEGORIES = frozenset({"Pre-Order", "Archive 2015", "Seasonal & Gifts", "Gift Cards", "Advent", "Lanyards "})
"""Categories without products."""

TREE: Tree = {
    "Apparel": {
        "Men's": {
            "Tops": {
                "T-Shirts": {"Short Sleeve": {}, "Long Sleeve": {}, "Tank Tops": {}},
                "Polos": {"Piqué": {}, "Performance Polos": {}},
                "Sweatshirts & Hoodies": {"Full-Zip": {}, "Pullover": {}, "Quarter-Zip": {}},
            },
            "Bottoms": {"Joggers": {}, "Shorts": {}},
            "Outerwear": {"Softshell": {}, "Fleece": {}, "Puffer": {"Vests": {}, "Jackets": {}}},
        },
        "Women's": {"Tops": {"V-Necks": {}, "Tunics": {}, "Raglans": {}}, "Dresses": {}, "Leggings": {}},
        "Youth & Toddler": {"Onesies": {}, "Youth Tees": {}},
        "Workwear": {"Hi-Vis": {}, "Aprons": {}, "Scrubs": {}},
        "Спецодежда": {"Халаты": {}, "Комбинезоны": {}},
    },
    "Headwear": {"Caps": {"Trucker": {}, "Snapback": {}, "Dad Hats": {}}, "Beanies": {}, "Visors": {}},
    "Bags": {"Totes": {}, "Backpacks": {}, "Drawstring": {}, "Coolers": {}},
    "Promotional Products": {
        "Mugs": {},
        "Tumblers": {},
        "Water Bottles": {},
        "Pens": {},
        "Notebooks": {},
        "Stickers": {},
        "Buttons": {},
        "Keychains": {},
        "Lanyards ": {},
        "Magnets": {},
        "Coasters": {},
        "Umbrellas": {},
        "Towels": {},
        "Blankets": {},
        "Sunglasses": {},
        "Phone Grips": {},
        "Power Banks": {},
        "USB Drives": {},
        "Mouse Pads": {},
        "Calendars": {},
        "Puzzles": {},
        "Playing Cards": {},
        "Golf Balls": {},
        "Flags": {},
        "Banners": {},
    },
    "Beauté & Soin": {
        "Hair": {"Shampoo": {}, "Conditioner": {}, "Styling": {"Waxes": {}, "Sprays": {}}},
        "Skin": {"Crème de Jour": {}, "Sérums": {}},
        "Nails": {"Manicure": {}, "Gel Colours": {}},
    },
    "Café": {"Coffee Beans": {}, "Tea": {}},
    "Seasonal & Gifts": {"Gift Cards": {}, "Advent": {}},
    "Pre-Order": {},
    "Archive 2015": {},
}


@dataclass(frozen=True)
class Kind:
    """The sizes, colours, prices and units of the products below one root of the tree."""

    sizes: str
    """A key of `SIZE_SCALES`."""
    colors: int
    """Maximum number of colours of a product."""
    price: tuple[float, float]
    unit: str
    portion: int


GARMENT = Kind("garment", 4, (4.5, 62.0), "pc", 1)
KIND_BY_ROOT: dict[str, Kind] = {
    "Apparel": GARMENT,
    "Headwear": Kind("hat", 4, (5.9, 28.0), "pc", 1),
    "Bags": Kind("none", 3, (3.2, 79.0), "pc", 1),
    "Promotional Products": Kind("none", 2, (0.35, 39.0), "pack", 1),
    "Beauté & Soin": Kind("none", 0, (6.0, 1250.0), "ml", 250),
    "Café": Kind("none", 0, (7.5, 42.0), "g", 500),
}

SIZE_SCALES: dict[str, tuple[tuple[str, str], ...]] = {
    "garment": (
        ("X-Small", "XS"),
        ("Small", "S"),
        ("Medium", "M"),
        ("Large", "L"),
        ("X-Large", "XL"),
        ("2X-Large", "2XL"),
        ("3X-Large", "3XL"),
    ),
    "hat": (("Small/Medium", "SM"), ("Large/X-Large", "LXL")),
    "none": (),
}
"""Names and codes from small to large. The ids of all sizes count from 701."""

LENGTHS: tuple[tuple[str, str], ...] = (("Regular", "R"), ("Long", "L"), ("Tall", "T"))
"""Names and codes of the lengths of a garment's size; their ids count from 791."""

LINES = (
    "Ultra Cotton®",
    "Heavy Blend™",
    "SoftStyle®",
    "Dri-Power®",
    "EcoSmart",
    "Cotton Heritage",
    "Men's Choice",
    "Jersey & Co.",
    "Tri-Blend",
    "Côte d'Azur",
    "Лён",
    "Performance",
    "Classic",
    "Vintage Wash",
    "Everyday",
    "Premium ",
)
"""Product lines: the first words of a product name."""

MATERIALS = (
    "100% Cotton",
    "50/50",
    "Ringspun",
    "Fleece",
    "Mesh",
    "Canvas",
    "Stainless",
    "Organic",
    "Хлопок",
    "Crêpe",
    "Bamboo",
    "Recycled",
)
