"""BibTeX and BibLaTeX entries: lexing, fields and names, and writing them."""
