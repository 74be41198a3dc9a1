#!/bin/sh
# Starts the service once, lets it answer, and keeps what the JVM has learned meanwhile in the file
# that is named: starts that know it take half the time. A step of Dockerfile.jvm. Briefly compiled:
# if the file told what was hot, the next start would compile all of that well before it answers,
# which takes half as much processor time again.
set -eu
CODEBEAKER_JAVA_OPTS="-XX:TieredStopAtLevel=1 -XX:AOTCacheOutput=$1" codebeaker serve &
service=$!
python3 - <<'END'
import json, time, urllib.request

def until(path, body=None, expected=b""):
    request = urllib.request.Request("http://127.0.0.1:8080" + path, body and json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    while True:
        try:
            if expected in urllib.request.urlopen(request).read():
                return
        except OSError:
            pass
        time.sleep(0.1)

until("/q/health/ready")
until("/api/run", {"runtime": "wasm", "language": "python", "code": "print(42)"}, b"42")
until("/api/run", {"runtime": "wasm", "language": "python", "template": "python-data", "code": "print(42)"}, b"42")
until("/api/run", {"runtime": "wasm", "language": "javascript", "code": "console.log(42)"}, b"42")
until("/q/metrics")
END
kill -TERM $service
wait $service
test -s "$1"
