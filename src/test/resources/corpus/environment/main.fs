printfn "%s" (System.Environment.GetEnvironmentVariable "GREETING")
