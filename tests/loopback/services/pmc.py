"""A server that behaves as PubMed Central does: that of the E-utilities."""

from loopback.services.eutils import handler

__all__ = ["handler"]
