"""Records in the MEDLINE/PubMed format: lines, names, dates and numbers of one record."""
