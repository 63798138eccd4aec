"""Review by a person: the queue of unsure pairs, how they compare, and the answers.

``queue`` writes and reads the pairs, ``comparison`` says how two records differ, ``session`` keeps
the answers while a person goes through the pairs, ``sheet`` does the same for a spreadsheet, and
``keeping`` puts answers into a file. Nothing here knows a terminal.
"""
