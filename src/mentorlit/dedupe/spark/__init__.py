"""The engine for what outgrows a machine: the same deduplication as a job of Spark.

It has the same stages as in memory, with the same functions for records, pairs, clusters and
merged records, and gives the same records; Spark shuffles and joins between them. See
docs/explanations/scale.md.
"""
