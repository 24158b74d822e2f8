"""A whole system for each test here."""

from tests.system import system

__all__ = ["system"]
