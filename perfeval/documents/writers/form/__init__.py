"""The form that scores as it is typed (活表): the official form, its scoring sheet, its tables of words."""
