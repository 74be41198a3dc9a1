<?php

throw new RuntimeException("broken");
