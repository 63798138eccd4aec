"""Crossref's XML: unixref, unixsd and deposits, one citation for each registered item."""
