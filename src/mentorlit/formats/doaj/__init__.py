"""Articles and journals of DOAJ."""
