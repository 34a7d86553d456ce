"""What talks to the outside: databases, engines, files, the kernel's protections."""
