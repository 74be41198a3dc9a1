puts "żółw 🐢 日本"
