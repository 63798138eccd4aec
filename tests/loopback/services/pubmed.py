"""A server that behaves as PubMed does: that of the E-utilities."""

from loopback.services.eutils import handler

__all__ = ["handler"]
