"""The review record (复核记录): what was found, decided, scored and undone, as an append-only list of events."""
