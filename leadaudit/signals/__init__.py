"""Which behaviours predict anything: back-tests without look-ahead, verdicts, and the order of people within a tier."""
