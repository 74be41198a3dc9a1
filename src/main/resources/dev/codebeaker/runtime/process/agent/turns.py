# ---- turns of a context that lives in an agent ----


def _new_loop():
    import asyncio

    return asyncio.new_event_loop()


def _turn(fields):
    name = _taken(fields, 1)[0]
    args, env = _settings(fields)
    code = fields[0]
    signal.signal(signal.SIGINT, _interrupt)
    _begin(name, args, env)
    _remember(name, code)
    sys.path_importer_cache.pop(_State.directory, None)  # files may have been written since
    how, status = _guarded(_run_turn, name, code)
    flush()
    _renew_reserve()
    _ended(how, status)


def _live_as_context(kind, fields):
    _install()
    _State.directory = os.getcwd()
    sys.path.insert(0, _State.directory)
    while kind == b"T":
        _turn(fields)
        kind, fields = _request()
