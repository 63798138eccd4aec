"""MODS: the elements of a record and its related items (https://www.loc.gov/standards/mods/)."""
