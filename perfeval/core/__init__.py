"""The pure core: values, forms, rules and the computation of scores; no file, clock, environment or network."""
