"""The number that makes a sweep read every archived page again."""

# Raised whenever the parser may answer differently for any page; readings of older versions are then owed again.
PARSER_VERSION = 15
