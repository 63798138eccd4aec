"""Web of Science tagged records: lines, names, dates and the fields of one record."""
