"""The statements of the engine; what stands in braces is put in by its name.

All names and numbers are the engine's own: nothing of the input but numbers, in columns, gets here.
Records are ``unit``. A ``code`` is a pair: the smaller record in its upper 32 bits, then the other.
"""

from typing import Final

CREATE_KEYS: Final = "CREATE TABLE {table} (key UBIGINT, unit UINTEGER)"
CREATE_PAIRS: Final = "CREATE TABLE pairs (code UBIGINT, strong BOOLEAN)"
CREATE_FINER: Final = "CREATE TABLE finer (unit UINTEGER, {numbers})"
CREATE_LIKE: Final = "CREATE TABLE {table} AS FROM {model} LIMIT 0"
DROP: Final = "DROP TABLE {table}"
COUNT: Final = "SELECT count(*) FROM {table}"

TAKE_KEYS: Final = """
    INSERT INTO {table} SELECT key, unit FROM batch WHERE key >> {shift} = {part}
"""
TAKE_FINER: Final = "INSERT INTO finer FROM batch"

PIECE: Final = """
    CREATE OR REPLACE TEMP VIEW piece AS
    SELECT * FROM {table} WHERE key BETWEEN {first}::UBIGINT AND {last}::UBIGINT
"""

# The groups of a table, by columns. Sizes are counted first: most keys are of one record alone,
# which a count discards most cheaply. Small groups give all their pairs; the rows of the others
# wait in another table.
SIZES: Final = """
    CREATE TEMP TABLE sizes AS
    SELECT {by}, count(*) AS size FROM {table} GROUP BY {by} HAVING size > 1
"""
SMALL: Final = """
    CREATE TEMP TABLE small AS
    SELECT grouped.* FROM {table} AS grouped JOIN sizes USING ({by}) WHERE size <= {cap}
"""
LARGE: Final = """
    INSERT INTO {rest}
    SELECT grouped.* FROM {table} AS grouped JOIN sizes USING ({by}) WHERE size > {cap}
"""
COMBINED: Final = """
    INSERT INTO pairs
    SELECT a.unit::UBIGINT << 32 | b.unit, (a.key & {mask}) IN ({strong})
    FROM small AS a JOIN small AS b USING ({by}) WHERE a.unit < b.unit
"""

CAPPED: Final = """
    SELECT key & {mask} AS kind, count(*) AS size FROM large GROUP BY key ORDER BY kind, size
"""
WANTED: Final = "CREATE TABLE wanted AS SELECT DISTINCT unit FROM large ORDER BY unit"
LAST_WANTED: Final = "SELECT max(unit) FROM wanted"
WANTED_PIECE: Final = "SELECT unit FROM wanted WHERE unit BETWEEN {first} AND {last}"

SPLIT: Final = """
    CREATE TABLE level0 AS
    SELECT key, unit, {numbers} FROM {table} JOIN finer USING (unit)
"""
SPLIT_STRONG: Final = SPLIT + "WHERE (key & {mask}) IN ({strong})"
FOLLOWING: Final = """
    INSERT INTO pairs
    SELECT unit::UBIGINT << 32 | following, (key & {mask}) IN ({strong})
    FROM (
        SELECT key, unit, lead(unit, {step}) OVER (PARTITION BY {by} ORDER BY unit) AS following
        FROM {table}
    )
    WHERE following IS NOT NULL
"""

ENOUGH: Final = """
    SELECT code FROM pairs WHERE code BETWEEN {first}::UBIGINT AND {last}::UBIGINT
    GROUP BY code HAVING count(*) > 1 OR bool_or(strong) ORDER BY code
"""
