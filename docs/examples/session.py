"""A session over WebSocket: an interpreter that keeps its state, and output while it is written.

    pip install websockets
    python3 docs/examples/session.py [ws://127.0.0.1:8080/rpc]
"""

import asyncio
import itertools
import json
import sys

import websockets

IDS = itertools.count(1)


async def call(socket, method, **params):
    """Sends one request and waits for its answer; notifications on the way are shown."""
    request = {"jsonrpc": "2.0", "id": next(IDS), "method": method, "params": params}
    await socket.send(json.dumps(request))
    while True:
        message = json.loads(await socket.recv())
        if message.get("id") == request["id"]:
            if "error" in message:
                raise SystemExit(f"{method}: {message['error']}")
            return message["result"]
        if message.get("method") == "execution.output":
            print("  |", message["params"]["data"], end="")


async def main(url):
    async with websockets.connect(url, max_size=None) as socket:
        session = await call(socket, "session.create", language="python")
        print("session", session["sessionId"], "on", session["runtime"])

        async def turn(code):
            command = {"type": "execute", "code": code, "context": "main"}
            return await call(
                socket, "session.execute", sessionId=session["sessionId"], command=command, stream=True
            )

        await turn("import pandas as pd\nframe = pd.DataFrame({'a': [1, 2, 39]})\nprint('ready')")
        print("the sum is", (await turn("int(frame.a.sum())"))["value"])
        await call(socket, "session.close", sessionId=session["sessionId"])


asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "ws://127.0.0.1:8080/rpc"))
