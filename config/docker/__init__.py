"""What our containers need beside ``lgo``: certificates for OpenSearch, and health checks."""
