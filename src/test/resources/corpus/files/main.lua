os.execute("mkdir /workspace/data")
local note = assert(io.open("data/note.txt", "w"))
note:write("kept\n")
note:close()
for line in io.lines("/workspace/data/note.txt") do print(line) end
