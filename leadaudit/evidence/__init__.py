"""The evidence log, freshness and classification."""
