"""Starts the agent: its other files are loaded as modules are, which finds them compiled."""

exec(type(__loader__)("program", __file__[: -len("agent.py")] + "program.py").get_code("program"))
