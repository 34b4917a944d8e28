"""What the contract says: programs, buyer, spec checks, verdicts."""
