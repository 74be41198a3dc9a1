import os
os.makedirs("/workspace/data")
with open("data/note.txt", "w") as file:
    file.write("kept\n")
print(open("/workspace/data/note.txt").read(), end="")
