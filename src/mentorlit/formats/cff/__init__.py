"""Citation File Format (CITATION.cff)."""
