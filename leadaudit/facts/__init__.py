"""What one delivered value says; one small module for each kind of value, and the bridge to whole columns."""
