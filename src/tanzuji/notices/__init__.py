"""The notices room: what people are told of, in the system and by mail."""
