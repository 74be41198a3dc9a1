puts "out"
$stderr.puts "err"
