"""What is done with records on a cluster: pure functions from Arrow batches to Arrow batches.

Each takes the batches of one partition and yields others; the rules are those of
:mod:`mentorlit.dedupe`, the same functions as in memory. No Spark is needed to call them.
"""
