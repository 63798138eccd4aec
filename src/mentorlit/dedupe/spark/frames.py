"""Tables of one Spark session, and the one way in which kernels are applied to them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

Kernel = Callable[[Iterable[Any]], Iterator[Any]]
"""A pure function from the Arrow batches of a partition to others."""


class Frames:
    """Tables by name; ``parts`` is how many partitions a sorted one has."""

    def __init__(self, spark: Any, parts: int) -> None:
        self.spark = spark
        self.parts = parts

    def sql(self, text: str) -> Any:
        """Return what a query finds in the tables that have names."""
        return self.spark.sql(text)

    def view(self, name: str, table: Any) -> None:
        """Name a table for queries."""
        table.createOrReplaceTempView(name)

    def by(self, columns: str | tuple[str, ...], table: Any) -> Any:
        """Return a table with the rows together that are equal in some columns."""
        return table.repartition(*([columns] if isinstance(columns, str) else columns))

    def sorted(self, table: Any, part: str, *order: str) -> Any:
        """Return a table sorted; the expression ``part`` says which partition a row is in.

        It ascends with the order. Spark's own sorting would make the table twice, to find out
        where to cut it.
        """
        numbered = table.selectExpr("*", f"CAST(least({part}, {self.parts - 1}) AS INT) AS part")
        if hasattr(numbered, "repartitionById"):
            parted = numbered.repartitionById(self.parts, "part")
        else:  # before Spark 4.1
            parted = numbered.repartitionByRange(self.parts, "part")
        return parted.sortWithinPartitions(*order).drop("part")

    def mapped(self, table: Any, kernel: Kernel, schema: Any) -> Any:
        """Return what a kernel makes of each partition, with the columns of an Arrow schema.

        It is ``DataFrame.mapInArrow`` without that function's wish for pandas, which it does not
        use.
        """
        from pyspark.sql import DataFrame  # noqa: PLC0415 - an extra
        from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415 - an extra
        from pyspark.sql.udf import UserDefinedFunction  # noqa: PLC0415 - an extra
        from pyspark.util import PythonEvalType  # noqa: PLC0415 - an extra

        def named(batches: Iterable[Any]) -> Iterator[Any]:
            return kernel(batches)

        function = UserDefinedFunction(
            named,
            returnType=from_arrow_schema(schema),
            evalType=PythonEvalType.SQL_MAP_ARROW_ITER_UDF,
        )
        column = function(*(table[name] for name in table.columns))
        java = table._jdf.mapInArrow(column._jc, False, None)  # noqa: SLF001 - Java's own
        return DataFrame(java, self.spark)
