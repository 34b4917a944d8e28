"""Rates, costs and what a usable record costs."""
