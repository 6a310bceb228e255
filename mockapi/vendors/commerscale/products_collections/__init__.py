"""Product collections: `/products/collections/…`. The twin of categories."""
