Module Program
  Sub Main()
    While True
      Console.WriteLine(New String("x"c, 1000))
    End While
  End Sub
End Module
