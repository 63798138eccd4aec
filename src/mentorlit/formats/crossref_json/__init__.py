"""Works of Crossref's REST API: the schema of a work, and what it becomes."""
