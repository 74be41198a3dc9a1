require "fileutils"
FileUtils.mkdir_p("/workspace/data")
File.write("data/note.txt", "kept\n")
print File.read("/workspace/data/note.txt")
