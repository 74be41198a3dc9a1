read -r line
