"""Pairs of fingerprints to decisions: evidence, vetoes, doubts and relations."""
