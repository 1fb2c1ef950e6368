"""How people write (用词): one table for each kind of word, data only. The readers stand beside, in core/."""
