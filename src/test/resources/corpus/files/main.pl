mkdir "/workspace/data" or die $!;
open(my $out, ">", "data/note.txt") or die $!;
print $out "kept\n";
close $out;
open(my $in, "<", "/workspace/data/note.txt") or die $!;
print <$in>;
