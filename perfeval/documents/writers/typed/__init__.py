"""Formulas that score what is typed (随填随算): tables of words, steps that read a cell, steps of the rules."""
