"""Ovid's text exports: labels or tags, names with degrees and marks, sources in one text."""
