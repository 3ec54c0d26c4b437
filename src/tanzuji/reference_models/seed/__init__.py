"""Reference models that come with the software, as overlays on the shipped products and as frames without figures."""
