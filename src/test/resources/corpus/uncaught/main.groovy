// a comment

throw new IllegalStateException('broken')
