while line = $stdin.gets
  puts line.upcase
end
