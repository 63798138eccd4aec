"""PNX, the normalised records of Primo: sections of fields, in XML and in JSON."""
