"""MARC 21 and UNIMARC: one record model for every carrier, and its mapping to the citation."""
