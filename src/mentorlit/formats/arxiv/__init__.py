"""arXiv: entries of its Atom feeds, and its own records in OAI-PMH."""
