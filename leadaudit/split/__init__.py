"""One file that holds many deliveries: which of its lines belong to which vendor, program and month."""
