"""What the CRM says became of people: its exports read, linked to who was delivered, and credited to vendors."""
