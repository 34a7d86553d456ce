"""Messages, mailboxes and address cards."""
