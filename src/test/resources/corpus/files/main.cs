using System;
using System.IO;

class Program {
  static void Main() {
    Directory.CreateDirectory("/workspace/data");
    File.WriteAllText("data/note.txt", "kept\n");
    Console.Write(File.ReadAllText("/workspace/data/note.txt"));
  }
}
