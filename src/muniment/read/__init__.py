"""Reading: from the bytes of an original to pages, members and facts, behind a sandbox."""
