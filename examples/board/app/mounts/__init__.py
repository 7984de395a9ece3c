"""Apps that the browser owns."""
