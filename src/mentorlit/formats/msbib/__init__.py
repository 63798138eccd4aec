"""Word's bibliography (ECMA-376 part 1, 22.6.2): the elements of a source."""
