printfn "out"
eprintfn "err"
