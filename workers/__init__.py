"""Parse, deduplicate and index what was fetched; the only package that knows the whole story."""
