-- a comment

error("broken")
