(println "out")
(binding [*out* *err*]
  (println "err"))
