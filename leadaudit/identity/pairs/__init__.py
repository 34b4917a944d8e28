"""How likely two records are one human, by everything that both say; pure, over Arrow tables.

docs/method.md, "Who is the same person".
"""
