"""Why a complaint, or a part of it, was not pursued."""

from workers.parsing.grounds.reading import grounds

__all__ = ["grounds"]
