"""Migrations of the catalogue; one that was released is never edited."""
