"""Pages of all products of an organisation: the catalogue, who stands on whom, recomputations, one product."""
