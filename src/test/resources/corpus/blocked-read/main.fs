stdin.ReadLine() |> ignore
