"""Product categories: `/products/categories/…`."""
