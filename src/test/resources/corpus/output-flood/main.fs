while true do
    printfn "%s" (String.replicate 1000 "x")
