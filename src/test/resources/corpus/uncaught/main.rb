# a comment

raise "broken"
