"""Citavi projects as XML: references, and the persons, journals and keywords they are linked to."""
