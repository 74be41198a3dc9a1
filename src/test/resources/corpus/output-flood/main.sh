printf -v line "%1000s"
while :; do echo "$line"; done
