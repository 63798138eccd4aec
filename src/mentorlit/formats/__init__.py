"""What is known of each family of formats: the values of its records, in both directions.

A family's package is used by the readers and writers of its formats, and by other families that
build on it (``tagged``, ``delimited``, ``scholarly``, ``aggregator``). How records are told apart
in a stream is in a package only if several formats share it. A format that needs no more than one
module has no package here.
"""
