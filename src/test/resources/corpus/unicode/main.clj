(println "żółw 🐢 日本")
