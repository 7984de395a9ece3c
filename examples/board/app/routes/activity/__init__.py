"""What happened lately, at `/activity`."""
