"""From delivered bytes to mapped columns: nothing is guessed about values, nothing is lost."""
