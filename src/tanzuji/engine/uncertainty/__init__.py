"""How sure a product's footprint is: its draws, what moves it, the quality of its data."""
