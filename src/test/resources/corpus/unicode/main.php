<?php
echo "żółw 🐢 日本\n";
