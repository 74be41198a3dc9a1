Module Program
  Sub Main()
    While True
    End While
  End Sub
End Module
