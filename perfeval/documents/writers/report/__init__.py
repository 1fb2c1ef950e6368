"""The check report: table, CSV, JSON and page (复核报告)."""
