"""The spider, the visitor that fetches for it, and the walk through the windows."""
