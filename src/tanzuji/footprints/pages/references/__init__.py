"""Pages of studies and reference models: begin from one, see what was changed, make one of a study."""
