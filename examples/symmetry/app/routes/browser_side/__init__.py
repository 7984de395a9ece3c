"""What only the browser has, at `/browser`."""
