Module Program
  Sub Main(arguments As String())
    For Each argument In arguments
      Console.WriteLine(argument)
    Next
  End Sub
End Module
