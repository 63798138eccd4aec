"""The SQL of the stages: what is shuffled and joined; what is decided is in the kernels.

Tables are the stages by their names, as :mod:`mentorlit.dedupe.spark.job` makes them. Every order
is total, so that a task that runs again gives the same rows.
"""

from typing import Final

LEAFS: Final = "SELECT place, canon, whole, same, own, file FROM records WHERE kind = 0"

LEAVES: Final = """
SELECT place, canon, whole, same, own, file,
  row_number() OVER (PARTITION BY same, whole ORDER BY place) AS time
FROM leafs
"""
"""Records that are not merged; ``time`` counts how often the very same record came."""

ALIKE: Final = """
WITH copied AS (
  SELECT place, canon, whole, same, own,
    CASE WHEN own IS NULL THEN 0
    ELSE row_number() OVER (PARTITION BY same, own, file ORDER BY canon, place) END AS copy
  FROM leaves WHERE time = 1)
SELECT place, whole,
  row_number() OVER alike AS nth,
  first_value(canon) OVER alike AS head,
  first_value(place) OVER alike AS first
FROM copied WINDOW alike AS (PARTITION BY same, own, copy ORDER BY canon, place)
"""
"""Records that are one unit: ``nth`` numbers them, ``head`` and ``first`` are the first one's."""

UNITS: Final = """
SELECT monotonically_increasing_id() - (nth - 1) AS unit, nth, place, whole FROM alike
"""
"""Units by number, of records that are sorted: the first record's rank is the unit's number."""

PARTS: Final = """
SELECT member.part, units.unit, units.place AS leaf
FROM (SELECT place AS part, explode(wholes) AS whole FROM records WHERE kind = 1) AS member
JOIN units ON units.whole = member.whole
"""
"""The units of records that came in merged."""

FEATURES: Final = """
SELECT units.unit, print, keys, records.first, second, third
FROM units JOIN records ON records.place = units.place
WHERE units.nth = 1 AND records.kind = 0
"""
"""What units are compared by."""

SHARED: Final = """
SELECT key, unit, size
FROM (SELECT key, unit, count(*) OVER (PARTITION BY key) AS size FROM keyed) AS grouped
WHERE size > 1
"""
"""Keys that several units have."""

CAPPED: Final = """
SELECT CAST(key & {mask} AS INT) AS kind, count(*) AS keys, max(size) AS largest
FROM (SELECT DISTINCT key, size FROM met WHERE marked) AS big GROUP BY key & {mask} ORDER BY kind
"""
"""How many keys of each kind too many units share."""

FULLNESS: Final = """
SELECT CAST(conv(hex(substring(canon, 1, 1)), 16, 10) AS INT) AS full, count(*) AS rows
FROM records WHERE kind = 0 GROUP BY full ORDER BY full
"""
"""How many records are how full: what the canonical order begins with; a digest follows."""

RANK: Final = """
CAST(element_at({before}, CAST(conv(hex(substring(head, 1, 1)), 16, 10) AS INT)) * {parts}
  + element_at({rows}, CAST(conv(hex(substring(head, 1, 1)), 16, 10) AS INT)) * {parts}
    * CAST(conv(hex(substring(head, 2, 2)), 16, 10) AS INT) / 65536 AS BIGINT)
"""

FINER: Final = """
WITH turned AS (
  SELECT met.key, met.a AS unit, strong, explode(CASE WHEN strong THEN array(
      named_struct('way', 0, 'one', first, 'two', second, 'three', third),
      named_struct('way', 1, 'one', second, 'two', third, 'three', first),
      named_struct('way', 2, 'one', third, 'two', first, 'three', second))
    ELSE array(named_struct('way', 0, 'one', first, 'two', second, 'three', third)) END) AS turn
  FROM met JOIN features ON features.unit = met.a WHERE met.marked),
sized AS (
  SELECT key, unit, strong, turn.*,
    count(*) OVER (PARTITION BY key, turn.way, turn.one) AS firsts,
    count(*) OVER (PARTITION BY key, turn.way, turn.one, turn.two) AS seconds,
    count(*) OVER (PARTITION BY key, turn.way, turn.one, turn.two, turn.three) AS thirds
  FROM turned)
SELECT key, way, one,
  CASE WHEN firsts > {cap} THEN two END AS two,
  CASE WHEN firsts > {cap} AND seconds > {cap} THEN three END AS three,
  firsts > {cap} AND seconds > {cap} AND thirds > {cap} AS crowded,
  strong, unit
FROM sized
"""
"""Groups that are too big, split by one finer number after the other, in each turn of these."""

PAIRS: Final = """
SELECT a, b FROM (
  SELECT a, b, strong FROM met WHERE NOT marked UNION ALL SELECT a, b, strong FROM split) AS every
GROUP BY a, b HAVING max(strong) OR count(*) > 1
"""
"""Each pair that has a strong key in common, or two keys of any kind."""

COMPARED: Final = """
SELECT pairs.a, pairs.b, one.print AS one, other.print AS other
FROM pairs JOIN features AS one ON one.unit = pairs.a
JOIN features AS other ON other.unit = pairs.b
"""

EDGES: Final = """
SELECT a, b FROM judged WHERE decision = 'duplicate'
UNION SELECT least(head, unit) AS a, greatest(head, unit) AS b FROM (
  SELECT unit, min(unit) OVER (PARTITION BY part) AS head FROM parts) AS joined WHERE head != unit
"""
"""What hangs together: duplicates, and the units of merged records."""

HOOKED: Final = """
SELECT node, least(node, min(other)) AS parent FROM (
  SELECT a AS node, b AS other FROM edges UNION ALL SELECT b AS node, a AS other FROM edges) AS both
GROUP BY node
"""
"""Each node below its smallest neighbour."""

JUMPED: Final = """
SELECT hooked.node, coalesce(above.parent, hooked.parent) AS parent,
  coalesce(above.parent, hooked.parent) != hooked.parent AS marked
FROM hooked LEFT JOIN hooked AS above ON above.node = hooked.parent
"""
"""Each node below the parent of its parent; marked if that was not its parent already."""

CONTRACTED: Final = """
SELECT DISTINCT least(one.parent, other.parent) AS a, greatest(one.parent, other.parent) AS b
FROM edges JOIN hooked AS one ON one.node = edges.a JOIN hooked AS other ON other.node = edges.b
WHERE one.parent != other.parent
"""
"""The edges between the trees of one round: those of the next."""

FOLLOWED: Final = """
SELECT reached.node, coalesce(hooked.parent, reached.parent) AS parent
FROM reached LEFT JOIN hooked ON hooked.node = reached.parent
"""
"""The roots of one round, led on to those of the next."""

COMPONENTS: Final = """
SELECT parent AS component, node AS unit, count(*) OVER (PARTITION BY parent) AS size FROM reached
"""

CHECKED: Final = """
SELECT component, 0 AS kind, components.unit AS a, 0L AS b, 0D AS score, '' AS reason, print
FROM components LEFT JOIN features ON features.unit = components.unit AND components.size > 2
UNION ALL
SELECT component, 1 AS kind, a, b, score, reason, CAST(NULL AS BINARY) AS print
FROM judged JOIN components ON components.unit = judged.a WHERE decision = 'duplicate'
UNION ALL
SELECT component, 2 AS kind, part AS a, parts.unit AS b, 0D AS score, '' AS reason,
  CAST(NULL AS BINARY) AS print
FROM parts JOIN components ON components.unit = parts.unit
"""
"""All that the check of a component needs; two units that are duplicates are not asked again."""

PLACED: Final = """
SELECT cluster, unit, nth, place, min(place) OVER (PARTITION BY cluster) AS head,
  count(*) OVER (PARTITION BY cluster) AS size
FROM (
  SELECT coalesce(homes.cluster, units.unit) AS cluster, units.unit, nth, place
  FROM units LEFT JOIN homes ON homes.unit = units.unit) AS home
"""
"""The cluster of each record, and the first place of that."""

RELATIONS: Final = """
WITH ends AS (
  SELECT coalesce(one.cluster, a) AS a, coalesce(other.cluster, b) AS b, relation, inverse
  FROM judged LEFT JOIN homes AS one ON one.unit = a LEFT JOIN homes AS other ON other.unit = b
  WHERE decision = 'related' AND relation != ''),
turned AS (
  SELECT IF(inverse, b, a) AS one, IF(inverse, a, b) AS other, relation FROM ends WHERE a != b)
SELECT one AS cluster, relation, other FROM turned
UNION SELECT other AS cluster, {inverse} AS relation, one AS other FROM turned
"""
"""What clusters are to others."""

BUSY: Final = """
SELECT DISTINCT cluster FROM (
  SELECT cluster FROM placed WHERE size > 1
  UNION ALL SELECT cluster FROM relations
  UNION ALL SELECT coalesce(homes.cluster, parts.unit) AS cluster
  FROM parts LEFT JOIN homes ON homes.unit = parts.unit) AS every
"""
"""Clusters whose record is not simply the one that they have."""

MEMBERS: Final = """
SELECT IF(busy.cluster IS NULL, NULL, placed.cluster) AS cluster, head, unit, nth, place
FROM placed LEFT JOIN busy ON busy.cluster = placed.cluster
"""

LINES: Final = """
SELECT members.cluster, head, unit, nth, records.place, line
FROM records JOIN members ON members.place = records.place WHERE records.kind = 0
"""

NAMES: Final = """
SELECT lines.cluster, lines.line, lines.unit, lines.nth
FROM lines JOIN (SELECT DISTINCT other FROM relations) AS ends ON ends.other = lines.cluster
"""
"""The records of clusters that others are related to."""

TO_MERGE: Final = """
SELECT cluster, head, 0 AS kind, place, line, CAST(NULL AS ARRAY<BIGINT>) AS leaves,
  '' AS relation, unit, nth
FROM lines WHERE cluster IS NOT NULL
UNION ALL
SELECT placed.cluster, placed.head, 1 AS kind, records.place, records.line, leaves,
  '' AS relation, records.place AS unit, 0 AS nth
FROM records JOIN (
  SELECT part, min(leaf) AS leaf, sort_array(collect_set(leaf)) AS leaves FROM parts GROUP BY part
) AS grouped ON grouped.part = records.place
JOIN placed ON placed.place = grouped.leaf WHERE records.kind = 1
UNION ALL
SELECT relations.cluster, heads.head, 2 AS kind, 0L AS place, named AS line,
  CAST(NULL AS ARRAY<BIGINT>) AS leaves, relation, relations.other AS unit, 0 AS nth
FROM relations JOIN names ON names.cluster = relations.other
JOIN (SELECT DISTINCT cluster, head FROM placed) AS heads ON heads.cluster = relations.cluster
"""
"""All that makes the record of a cluster: members, merged records before, relations."""

ALONE: Final = """
SELECT head AS place, line FROM lines WHERE cluster IS NULL
"""

READ: Final = "SELECT kind, count(*) AS rows FROM records WHERE top GROUP BY kind"
"""How many records were read, by what became of them."""

REJECTS: Final = """
SELECT CAST(line AS STRING) AS value FROM (
  SELECT line FROM records WHERE kind = 2 ORDER BY place) AS rejected
"""

LINKS: Final = """
WITH told AS (
  SELECT a, b, decision, score, reason, '' AS relation, false AS inverse, by
  FROM clustered WHERE kind = 1
  UNION ALL
  SELECT a, b, decision, score, reason, relation, inverse, 'rules' AS by
  FROM judged WHERE decision != 'duplicate'),
firsts AS (
  SELECT units.unit, units.place, origin FROM units JOIN records ON records.place = units.place
  WHERE nth = 1 AND records.kind = 0)
SELECT one.place, one.origin AS a, other.origin AS b, decision, score, reason, relation, inverse, by
FROM told JOIN firsts AS one ON one.unit = told.a JOIN firsts AS other ON other.unit = told.b
UNION ALL
SELECT firsts.place, firsts.origin AS a, records.origin AS b, 'duplicate' AS decision, 99D AS score,
  '' AS reason, '' AS relation, false AS inverse, 'identical' AS by
FROM units JOIN firsts ON firsts.unit = units.unit JOIN records ON records.place = units.place
WHERE units.nth > 1 AND records.kind = 0
"""
"""What was decided of pairs, by the first record of each unit, and identical records."""
