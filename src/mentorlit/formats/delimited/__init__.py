"""Tables as text (CSV, TSV): rows with their places, columns by their headers, one record a row."""
