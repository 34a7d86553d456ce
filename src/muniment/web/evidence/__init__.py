"""What the case holds, in the browser: claims, actors, statements, sources, evidence, events, and their history."""
