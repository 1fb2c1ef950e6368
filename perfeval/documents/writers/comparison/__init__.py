"""Two rule sets side by side: forms or a whole year (口径比较)."""
