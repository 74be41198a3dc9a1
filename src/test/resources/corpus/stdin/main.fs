Seq.initInfinite (fun _ -> stdin.ReadLine())
|> Seq.takeWhile (isNull >> not)
|> Seq.iter (fun line -> printfn "%s" (line.ToUpper()))
