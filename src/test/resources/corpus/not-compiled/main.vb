Module Program
  Sub Main()
    misspelt()
  End Sub
End Module
