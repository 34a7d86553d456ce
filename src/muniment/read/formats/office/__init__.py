"""Word processing, presentations, books, and the containers that office programs use."""
