"""What to do next with whom: calls, confirmations, asks, and what came of them."""
