print("z\u0307ółw 🐢 日本")
