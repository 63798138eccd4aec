"""Clusters to citations: the value of each field by its rule, and what was edited by hand."""
