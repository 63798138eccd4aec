"""Parse, deduplicate and export literature metadata."""

__version__ = "0.1.0"
