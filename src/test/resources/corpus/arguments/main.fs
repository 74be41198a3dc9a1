[<EntryPoint>]
let main arguments =
    for argument in arguments do
        printfn "%s" argument
    0
