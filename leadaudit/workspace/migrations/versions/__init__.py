"""One file for each step of the catalogue."""
