"""The organisation's products as a whole: published footprints that others stand on, staleness, new releases.

`identity` names a published footprint as a dataset; `library` keeps them as a release of the organisation's own;
`graph` tells who stands on whom; `standing` why a product is out of date; `listing` is the catalogue; `matrix` keeps
the rows of all products; `recomputing` puts them on other releases. What changes anything is in `services`.
"""
