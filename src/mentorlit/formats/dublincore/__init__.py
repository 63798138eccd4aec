"""Dublin Core: the elements of one record, plain and qualified (DCMI Metadata Terms)."""
