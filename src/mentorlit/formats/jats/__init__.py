"""JATS and BITS: the front matter of an article, book or chapter to a citation."""
