"""A year at a time (批量复算): the columnar kernel, the run over documents and tables, what it writes."""
