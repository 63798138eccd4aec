"""Files on any file system that Spark knows, reached through its own Java classes."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from mentorlit.dedupe.spark.kernels.records import address
from mentorlit.problems import InputError

_GLOB = "*?{}[]\\"


class Found(NamedTuple):
    """A file: as the user may have named it, its path, its address, bytes and time of change."""

    name: str
    path: str
    address: str
    size: int
    changed: int


class Files:
    """The file systems of one Spark session."""

    def __init__(self, spark: Any) -> None:
        context = spark.sparkContext
        self._jvm = context._jvm  # noqa: SLF001 - the way to Hadoop's file systems
        self._conf = context._jsc.hadoopConfiguration()  # noqa: SLF001 - likewise

    def _at(self, path: str) -> tuple[Any, Any]:
        where = self._jvm.org.apache.hadoop.fs.Path(path)
        return where.getFileSystem(self._conf), where

    def exists(self, path: str) -> bool:
        """Tell whether there is a file or folder."""
        system, where = self._at(path)
        return bool(system.exists(where))

    def delete(self, path: str) -> None:
        """Remove a file, or a folder with all that is in it, if there is one."""
        system, where = self._at(path)
        system.delete(where, True)

    def inside(self, path: str) -> list[str]:
        """Return the names of what is in a folder, sorted; none if there is no such folder."""
        system, where = self._at(path)
        if not system.exists(where):
            return []
        return sorted(str(one.getPath().getName()) for one in system.listStatus(where))

    def sizes(self, folder: str) -> list[list[Any]]:
        """Return the names of the files in a folder with their sizes, sorted."""
        system, where = self._at(folder)
        return sorted(
            [str(one.getPath().getName()), int(one.getLen())] for one in system.listStatus(where)
        )

    def read(self, path: str) -> str:
        """Return a small text file."""
        system, where = self._at(path)
        stream = system.open(where)
        try:
            text = self._jvm.org.apache.commons.io.IOUtils.toString(stream, "UTF-8")
        finally:
            stream.close()
        return str(text)

    def write(self, path: str, text: str) -> None:
        """Write a small text file, whole or not at all."""
        system, where = self._at(path)
        aside = self._jvm.org.apache.hadoop.fs.Path(f"{path}.part")
        stream = system.create(aside, True)
        try:
            stream.write(bytearray(text.encode()))
        finally:
            stream.close()
        if system.exists(where):
            system.delete(where, False)
        system.rename(aside, where)

    def found(self, name: str) -> Iterator[Found]:
        """Yield the file with a name, those in a folder, or those that a pattern finds, in order.

        Raises:
            InputError: there is none, or it is one that Spark leaves out.

        """
        system, where = self._at(name)
        if system.exists(where):
            status = system.getFileStatus(where)
            if str(where.getName())[:1] in "_." and not status.isDirectory():
                raise InputError(f"{name}: Spark does not read files whose names begin so")
            yield from self._below(system, status, name)
            return
        matching = system.globStatus(where) if any(sign in name for sign in _GLOB) else None
        if not matching:
            raise InputError(f"{name}: there is no such file or folder")
        for status in sorted(matching, key=lambda one: str(one.getPath()).encode()):
            yield from self._below(system, status, _as_given(name, str(status.getPath())))

    def _below(self, system: Any, status: Any, name: str) -> Iterator[Found]:
        path = status.getPath()
        if not status.isDirectory():
            uri = address(str(path.toUri().toString()))
            yield Found(
                name, str(path), uri, int(status.getLen()), int(status.getModificationTime())
            )
            return
        inside = sorted(system.listStatus(path), key=lambda one: str(one.getPath()).encode())
        for one in inside:
            own = str(one.getPath().getName())
            if own[:1] not in "_.":
                yield from self._below(system, one, f"{name.rstrip('/')}/{own}")


def literal(path: str) -> str:
    """Return a path that Spark takes as it is, though it may look like a pattern."""
    return "".join(f"\\{sign}" if sign in _GLOB else sign for sign in path)


def _as_given(pattern: str, path: str) -> str:
    """Return the name of what a pattern found, as a shell would have given it."""
    if "://" in pattern or pattern.startswith(("/", "file:")):
        return path.removeprefix("file:") if pattern.startswith("/") else path
    depth = pattern.count("/") + 1
    return "/".join(path.split("/")[-depth:])
