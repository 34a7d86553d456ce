"""The sandbox: children that read hostile files with almost no powers, and the protocol they speak."""
