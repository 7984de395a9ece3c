"""What only the server has, at `/hatches`."""
