"""RIS records: tags, dates, numbers."""
