"""DataCite's metadata schema (https://schema.datacite.org/): words shared by its XML and JSON."""
