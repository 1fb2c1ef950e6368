"""How people write (用词): one table of words for each purpose, as data; no logic."""
