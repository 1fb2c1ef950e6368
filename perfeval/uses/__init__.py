"""What a person wants done (用途), from files to results: what the command line, the web and a script call."""
