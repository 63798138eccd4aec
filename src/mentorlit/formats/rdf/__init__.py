"""Bibliographies in RDF/XML: nodes, their links, and the works they describe."""
