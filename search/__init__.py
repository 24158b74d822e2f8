"""The OpenSearch side: mapping, index lifecycle, bulk writes, queries, web page; knows nothing of SQL."""
