echo "żółw 🐢 日本"
