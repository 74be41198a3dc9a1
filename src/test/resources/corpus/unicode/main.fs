printfn "żółw 🐢 日本"
