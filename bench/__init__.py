"""Side-by-side measurements, one command each; every figure we publish is printed by one of them."""
