"""Citations to fingerprints: what is compared of each field, and how alike two values are."""
