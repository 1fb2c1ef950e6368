"""Document formats (文件格式): each module makes grids of one format, within the limits on hostile input."""
