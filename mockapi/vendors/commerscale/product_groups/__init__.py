"""Operations on groups of products, for all resources that are such groups: categories and collections."""
