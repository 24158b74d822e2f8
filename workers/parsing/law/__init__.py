"""What law a decision cites: acts, regulations, guidance and cases, each with its provisions."""
