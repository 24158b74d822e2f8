"""Words that people use for the same thing, applied to what is asked and not to what is indexed. Grow the list here.

One group a line, in the form of OpenSearch's ``synonym_graph``. A change makes a new mapping hash, and so a rebuild.
Only groups that mean the same in this field: "send" (special educational needs) is also a common verb, so it is out.
"""

from __future__ import annotations

SYNONYMS: tuple[str, ...] = (
    "ehcp, ehc plan, education health and care plan",
    "sen, special educational needs",
    "dfg, disabled facilities grant",
    "asb, anti social behaviour, antisocial behaviour",
    "dols, deprivation of liberty safeguards",
    "pcn, penalty charge notice",
    "hmo, house in multiple occupation",
    "tpo, tree preservation order",
    "ccg, clinical commissioning group",
    "icb, integrated care board",
    "lado, local authority designated officer",
    "chc, continuing healthcare",
    "sgo, special guardianship order",
    "ctr, council tax reduction, council tax support",
    "bin collection, refuse collection, waste collection",
    "blue badge, disabled parking badge",
    "social worker, sw",
)
