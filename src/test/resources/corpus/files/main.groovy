new File('/workspace/data').mkdirs()
new File('data/note.txt').text = 'kept\n'
print new File('/workspace/data/note.txt').text
