"""Why two records are one paper or not: facts, what would change them, and their wording."""
