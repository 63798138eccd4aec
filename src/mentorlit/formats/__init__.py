"""What is known of each family of formats: the values of its records, in both directions.

A family's package is used by the readers and writers of its formats and by nothing else; it knows
nothing of streams of records. A format that needs no more than one module has no package here.
"""
