"""The nodes room (对接): sub-databases and other nodes, what is sent to them and what comes back."""
