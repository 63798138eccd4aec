"""PICA+, the format of the K10plus and other CBS union catalogues: record and mapping."""
