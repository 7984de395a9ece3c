"""All boards, at `/`."""
