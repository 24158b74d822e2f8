"""The words of this field where general English goes wrong. Grow the lists here; each change means a rebuild.

``SYNONYMS`` are applied to what is asked and not to what is indexed: one group a line, in the form of OpenSearch's
``synonym_graph``. Only groups that mean the same here: "send" (special educational needs) is also a common verb.
``WORD_FORMS`` are applied to both before the stemmer and settle what becomes of a word.
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

WORD_FORMS: tuple[str, ...] = (
    # These are one word to the stemmer and two to everybody here.
    "planning => planning",
    "carer, carers => carer",
    # These the stemmer takes for words without a singular or a present.
    "dogs => dog",
    "boys => boy",
    "children => child",
    "mice => mouse",
    "paid => pay",
)
