(.read System/in)
