"""Who is signed in, at `/account`."""
