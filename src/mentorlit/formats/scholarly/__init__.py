"""What the XML of publishers and indexes has in common: inline markup, formulas, dates, names."""
