"""References with %-tags (refer, EndNote): lines and the fields of one record."""
