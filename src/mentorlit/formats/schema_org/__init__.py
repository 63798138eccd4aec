"""Works described with the terms of schema.org and CodeMeta, as JSON-LD."""
