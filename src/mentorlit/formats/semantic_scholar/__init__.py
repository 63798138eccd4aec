"""Papers of Semantic Scholar: its API, its datasets, its Open Research Corpus."""
