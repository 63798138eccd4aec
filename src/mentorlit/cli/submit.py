"""What ``spark-submit`` runs: ``mentorlit dedupe --engine spark`` with the same options.

spark-submit --master yarn submit.py -o hdfs:///unique hdfs:///records

The path of this file is ``python -c 'import mentorlit.cli.submit as s; print(s.__file__)'``.
"""

import sys

if __name__ == "__main__":
    from mentorlit.__main__ import main

    sys.argv[1:1] = ["dedupe", "--engine", "spark"]
    main()
