"""VuFind records: fields of its Solr schema, and its staff view as text."""
