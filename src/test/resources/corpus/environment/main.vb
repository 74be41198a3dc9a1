Module Program
  Sub Main()
    Console.WriteLine(Environment.GetEnvironmentVariable("GREETING"))
  End Sub
End Module
