"""A year as a tidy table (明细表): Parquet, CSV and workbooks in; scores, totals and problems out."""
