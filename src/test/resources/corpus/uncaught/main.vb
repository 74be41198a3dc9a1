Module Program
  Sub Main()
    Throw New Exception("broken")
  End Sub
End Module
