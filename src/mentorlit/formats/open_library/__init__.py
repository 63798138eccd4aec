"""Editions and works of Open Library: answers of its Books API, its records."""
