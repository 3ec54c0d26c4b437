"""How the shipped starter library is made from the shared factor tables: one module a publication."""
