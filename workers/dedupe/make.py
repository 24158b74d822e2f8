"""In what way decisions are compared: the makes of what they are compared by, and the rules."""

from __future__ import annotations

from workers.dedupe import points, rules

_MOST_RULE_VERSIONS = 1_000
# Whatever was compared in an older way is compared again, as soon as a decision is or the sweep looks.
COMPARED_BY = points.MADE_BY * _MOST_RULE_VERSIONS + sum(rules.VERSIONS.values())
