mkdir /workspace/data
echo kept > data/note.txt
cat /workspace/data/note.txt
