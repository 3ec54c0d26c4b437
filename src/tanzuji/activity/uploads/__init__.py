"""Files of readings, purchases and outputs: what their columns mean, and what every row of them says."""
