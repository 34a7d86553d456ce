"""What is seen rather than flows: PDF, pictures, drawings, sound and film."""
