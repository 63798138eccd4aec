"""Springer's A++: articles, chapters and books to citations."""
