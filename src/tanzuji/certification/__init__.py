"""The certification room (认证): schemes as data, certification bodies, applications from request to decision, surveillance."""
