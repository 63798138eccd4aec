"""What stands in for each service: answers in its formats, lists, errors and rate headers."""
