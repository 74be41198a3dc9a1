(while true
  (println (apply str (repeat 1000 "x"))))
