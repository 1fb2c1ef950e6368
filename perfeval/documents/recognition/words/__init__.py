"""What stands in the headers, labels and lines of official forms (版式词表): tables of words with roles, and no more.

A layout that perfeval does not know yet is read once its words stand here; no code changes.
"""
