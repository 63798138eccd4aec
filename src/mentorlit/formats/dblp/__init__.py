"""DBLP: records of its dump and results of its search API."""
