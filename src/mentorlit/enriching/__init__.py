"""Completing records: what one lacks, whether an answer is this work, what is taken over from it.

``lacking`` says what may be asked for, ``comparing`` whether an answer is the same work,
``filling`` and ``agreeing`` what comes over, ``undoing`` how it is taken back, ``marking`` and
``retractions`` what is told about works that were retracted or corrected, ``asked`` what has been
asked before, ``deciding`` what people said; ``completing`` puts the questions.
docs/explanations/enriching.md explains the rules.
"""
