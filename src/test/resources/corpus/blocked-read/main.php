<?php
fgets(STDIN);
