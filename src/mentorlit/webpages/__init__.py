"""What only web pages have: parsing, the carriers of metadata, visible lines, rules between them.

A carrier is one way in which a page states its metadata: Highwire tags, JSON-LD, COinS, what a
reader sees. Each carrier's module adds its claims to :class:`mentorlit.pages.findings.Findings`;
:mod:`.trust` orders the carriers, :mod:`.rules` names the cases in which a later one overrules an
earlier one. The visible lines go through the same engine as plain text (:mod:`mentorlit.pages`).
"""
