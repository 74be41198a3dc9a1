Module Program
  Sub Main()
    Console.ReadLine()
  End Sub
End Module
