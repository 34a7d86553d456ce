"""What ``detect`` looks at, family by family: signatures, insides of containers, markup, plain text."""
