Imports System.IO

Module Program
  Sub Main()
    Directory.CreateDirectory("/workspace/data")
    File.WriteAllText("data/note.txt", "kept" & vbLf)
    Console.Write(File.ReadAllText("/workspace/data/note.txt"))
  End Sub
End Module
