try:
    for i in range(200):
        open(f"/workspace/{i}", "w").close()
    print("made")
except OSError:
    print("refused")
