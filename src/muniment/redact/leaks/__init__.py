"""Looking for failed redactions in a PDF: words and pixels that the file still holds, and its pages do not show."""
