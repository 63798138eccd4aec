"""Results of Europe PMC's REST API."""
