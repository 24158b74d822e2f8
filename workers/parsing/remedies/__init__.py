"""What puts things right: apology, payments and actions that the body agreed or was told to do."""

from workers.parsing.remedies.reading import remedies

__all__ = ["remedies"]
