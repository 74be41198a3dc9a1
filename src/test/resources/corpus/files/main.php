<?php
mkdir("/workspace/data");
file_put_contents("data/note.txt", "kept\n");
echo file_get_contents("/workspace/data/note.txt");
