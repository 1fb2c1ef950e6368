"""Documents in and out (文档): formats make grids, recognition makes forms, writers make reports and papers."""
