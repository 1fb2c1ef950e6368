"""Documents in and out: each format module makes grids, `recognise` turns grids into forms."""
