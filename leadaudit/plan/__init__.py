"""From revenue back to what must be bought, and which stage or capacity holds revenue back."""
