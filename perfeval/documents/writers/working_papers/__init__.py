"""The working papers of a review as a workbook (复核底稿)."""
