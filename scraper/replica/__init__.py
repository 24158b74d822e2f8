"""A stand-in for the Ombudsman's site, for trials and tests: invented decisions, real manners, faults on request.

It stands alone: nothing of the project is imported here, so it can run by itself in a container. Every word and every
case is invented; the same seed gives the same bytes. What each page holds is told at ``/truth/``, which robots.txt
forbids and no crawler may read.
"""
