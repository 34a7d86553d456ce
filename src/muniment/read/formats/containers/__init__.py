"""Files that hold files: archives, packed streams, disk images, what crawlers and Apple wrap things in."""
