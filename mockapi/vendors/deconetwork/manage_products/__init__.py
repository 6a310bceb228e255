"""Product search: `/manage_products/find` and `/manage_products/get`."""
