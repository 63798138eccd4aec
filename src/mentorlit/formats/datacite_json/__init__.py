"""DOIs in DataCite's JSON: of its REST API, and the JSON form of its metadata schema."""
