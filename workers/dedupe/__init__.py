"""Which decisions belong together: rules that compare two of them, and the links that follow."""
