"""Files that leave the house: safe against formulas, made for the reader's system."""
