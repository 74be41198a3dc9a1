try:
    with open("/workspace/big", "wb") as file:
        for _ in range(64):
            file.write(b"x" * (1 << 16))
            file.flush()
    print("written")
except OSError:
    print("refused")
