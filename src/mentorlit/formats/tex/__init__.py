"""TeX text and plain Unicode text, both ways.

:func:`decode` reads what authors and programs write into ``.bib`` files; :func:`encode` writes
plain text so that it stays text: no value can end its field or run a command. Both know the
markup that the model allows (``<i> <b> <sub> <sup> <sc>`` and ``<span class="nocase">``).
``decode(encode(text)) == text`` for every one-line text without maths or ``nocase``. Addresses
and identifiers have the ``_verbatim`` forms, which leave ``_``, ``&`` and ``~`` alone.
"""

from mentorlit.formats.tex.ascii import in_ascii
from mentorlit.formats.tex.decoding import decode
from mentorlit.formats.tex.encoding import encode, encode_verbatim
from mentorlit.formats.tex.verbatim import decode_verbatim

__all__ = ["decode", "decode_verbatim", "encode", "encode_verbatim", "in_ascii"]
