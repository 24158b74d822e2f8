"""The command ``lgo``: one file for each group of commands."""
