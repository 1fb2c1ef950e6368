"""Forms as cases (案例)."""
