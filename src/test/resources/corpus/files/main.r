dir.create("/workspace/data")
writeLines("kept", "data/note.txt")
cat(readLines("/workspace/data/note.txt"), "\n", sep = "")
