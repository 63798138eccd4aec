"""What the JSON of indexes and registration agencies has in common: typed members, odd values."""
