readLines(file("stdin"), 1)
