"""The certificates room (证书): certificates as frozen facts, their life as status events, their proofs."""
