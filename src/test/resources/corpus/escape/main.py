for path in ["/etc/passwd", "../../../../../../etc/passwd", "/proc/self/environ", "/workspace/../../etc/passwd"]:
    try:
        print(open(path).read())
    except OSError:
        print("refused")
