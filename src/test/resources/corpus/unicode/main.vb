Module Program
  Sub Main()
    Console.WriteLine("żółw 🐢 日本")
  End Sub
End Module
