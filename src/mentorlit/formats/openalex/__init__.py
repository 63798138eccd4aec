"""Works of OpenAlex: the schema of a work, and what it becomes."""
