"""What a purchased lead list really holds, what of it can be used, and what one real lead costs."""
