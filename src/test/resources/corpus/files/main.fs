open System.IO

Directory.CreateDirectory "/workspace/data" |> ignore
File.WriteAllText("data/note.txt", "kept\n")
printf "%s" (File.ReadAllText "/workspace/data/note.txt")
