(.mkdirs (java.io.File. "/workspace/data"))
(spit "data/note.txt" "kept\n")
(print (slurp "/workspace/data/note.txt"))
(flush)
