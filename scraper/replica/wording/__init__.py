"""The invented wording, as text files; ``scraper.replica.phrases`` says how they are written."""
