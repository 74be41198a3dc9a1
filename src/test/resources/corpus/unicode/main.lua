print("żółw 🐢 日本")
