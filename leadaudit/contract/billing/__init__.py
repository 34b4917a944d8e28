"""Invoices against the contract: what was billed, what is owed, and where every minor unit of the difference stands."""
