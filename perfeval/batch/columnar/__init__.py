"""The compiled part (列式内核): pages to texts, texts to cells, cells to scores, and what of it goes to the core."""
