cat("out\n")
cat("err\n", file = stderr())
