"""EndNote's XML: the elements of one record, and what they mean by reference type."""
