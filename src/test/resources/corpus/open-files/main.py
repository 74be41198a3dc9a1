kept = []
try:
    for i in range(200):
        kept.append(open(f"/workspace/{i}", "w"))
    print("opened")
except OSError:
    print("refused")
