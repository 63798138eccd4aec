"""What the tagged text formats have in common: records put together, values, names.

The small formats of this kind, of one module each, are here too.
"""
