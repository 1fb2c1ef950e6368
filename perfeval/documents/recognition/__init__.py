"""Recognition (识别): from grids to forms, by header words; layouts are data."""
