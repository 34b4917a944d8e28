"""The choices somebody could argue with: typed, versioned, fingerprinted."""
