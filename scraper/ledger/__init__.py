"""The crawl's book-keeping: the only writer of crawls, windows, listings and totals.

Every function works inside the caller's unit of work.
"""
