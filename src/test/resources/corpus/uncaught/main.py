# a comment

raise ValueError("broken")
