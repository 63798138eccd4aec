"""Run by dedupe.py with a Python that has bib-dedupe: deduplicate a CSV file, print the clusters.

    python dedupe_bib.py RECORDS.csv > clusters.json

CPU seconds without the imports stand beside the clusters.
"""

import json
import resource
import sys
from importlib import import_module
from typing import Any


def spent() -> float:
    """Return the CPU seconds of this process and of those it has waited for."""
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in usage)


def main() -> None:
    pandas: Any = import_module("pandas")
    theirs: Any = import_module("bib_dedupe.bib_dedupe")
    before = spent()
    table = pandas.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
    pairs = theirs.block(theirs.prep(table, verbosity_level=0, cpu=2), verbosity_level=0, cpu=2)
    matched = theirs.match(pairs, verbosity_level=0, cpu=2)
    clusters = theirs.cluster(matched, verbosity_level=0)
    theirs.merge(table, duplicate_id_sets=clusters, verbosity_level=0)
    made = {"cpu": spent() - before, "clusters": [list(map(str, one)) for one in clusters]}
    sys.stdout.write("\n" + json.dumps(made) + "\n")


if __name__ == "__main__":
    main()
