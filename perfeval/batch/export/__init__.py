"""A finished run into the tools of its readers (导出): SQLite, DuckDB, PostgreSQL, CSV and Parquet."""
