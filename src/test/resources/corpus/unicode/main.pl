print "żółw 🐢 日本\n";
