"""Where things are kept: catalogue, immutable tables, imports, jobs."""
