# a comment

stop("broken")
