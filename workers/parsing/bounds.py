"""How much of a page is read closely. No decision comes near these bounds; a hostile page cannot cost more."""

from __future__ import annotations

from typing import Final

# Characters of one paragraph: the longest that people write has three thousand.
PARAGRAPH: Final = 8_000
# Characters of one block of markup: gathering more, piece by piece, would cost the square of its length.
BLOCK: Final = 20_000
# Law cited in one decision; the richest cite some sixty.
CITATIONS: Final = 400
# Paragraphs of an assessment that may refuse something.
PARAGRAPHS: Final = 1_000
# Things to be done, and amounts in one of them.
REMEDIES: Final = 200
AMOUNTS: Final = 40
