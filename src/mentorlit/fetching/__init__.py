"""From identifiers and addresses to records: which service is asked for what, and what it says."""
