"""A finished run as one year (年度): loaded, summarised, compared with another rule set or another year."""
