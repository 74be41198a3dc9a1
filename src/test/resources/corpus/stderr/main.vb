Module Program
  Sub Main()
    Console.WriteLine("out")
    Console.Error.WriteLine("err")
  End Sub
End Module
