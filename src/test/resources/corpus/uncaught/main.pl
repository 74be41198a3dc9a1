# a comment

die "broken";
