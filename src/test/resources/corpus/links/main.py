import os

for plant in (lambda: os.symlink("../../../../etc", "/workspace/way-out"), lambda: os.link("/usr/local/lib/python315.zip", "/workspace/shared")):
    try:
        plant()
        print("planted")
    except OSError:
        print("refused")
