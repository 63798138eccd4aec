"""PubMed's XML: one article, book or chapter to a citation."""
