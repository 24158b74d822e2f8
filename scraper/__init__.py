"""Fetches listings and decision pages and keeps them in the raw archive; knows nothing of what a decision says."""
