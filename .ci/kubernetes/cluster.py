"""The cluster of `up`, a service in it, and clients of that."""

import json
import os
import subprocess
import threading
import time
import urllib.error
import urllib.request

PROGRAM, CONFIG = os.environ["KUBE_PROGRAM"], os.environ["KUBE_CONFIG"]
ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))


def kubectl(*words, text=None):
    """What it says; it must succeed."""
    command = [PROGRAM, "kubectl", "--kubeconfig", CONFIG, *words]
    done = subprocess.run(command, input=text, capture_output=True, text=True, cwd=ROOT, timeout=300)
    assert done.returncode == 0, f"kubectl {' '.join(words)}: {done.stderr.strip()}"
    return done.stdout + done.stderr


def get(*words):
    return json.loads(kubectl("get", *words, "--output", "json"))


def eventually(what, seconds, condition):
    """The first true answer of the condition, asked until the time is over."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.05)


class Lost(Exception):
    """A request without an answer."""


def ask(address, path, body=None, timeout=60):
    """Status and document of an answer, whatever its status."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"http://{address}{path}", data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.status, json.loads(answer.read() or b"{}")
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.loads(refusal.read() or b"{}")
    except OSError as failure:
        raise Lost(failure) from failure


def run(address, language, code, **more):
    return ask(address, "/api/run", {"language": language, "code": code, **more})


class Deployed:
    """The service as one directory of manifests deploys it, in the namespace of that name."""

    def __init__(self, namespace):
        self.namespace = namespace

    def apply(self, directory):
        kubectl("apply", "--kustomize", str(directory))
        self.settle()
        return self

    def settle(self):
        kubectl("rollout", "status", "deployment/codebeaker", "-n", self.namespace, "--timeout=240s")

    def scale(self, replicas):
        kubectl("scale", "deployment/codebeaker", "-n", self.namespace, f"--replicas={replicas}")
        self.settle()
        eventually(f"{replicas} pods", 60, lambda: len(self.pods()) == replicas)

    def address(self):
        return get("service", "codebeaker", "-n", self.namespace)["spec"]["clusterIP"]

    def pods(self):
        return get("pods", "-n", self.namespace, "--selector=app.kubernetes.io/name=codebeaker")["items"]

    def pod(self):
        (only,) = self.pods()
        return only


def door(pod):
    return pod["status"]["podIP"] + ":8080"


def state(pod):
    (container,) = pod["status"]["containerStatuses"]
    return container


class Load:
    """Clients that send one program after another, and what became of each."""

    def __init__(self, address, clients, language, code, expected):
        self.answered, self.told, self.lost = [], [], []
        self.ended = threading.Event()
        self.work = address, language, code
        self.expected = expected
        self.threads = [threading.Thread(target=self.client, daemon=True) for _ in range(clients)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        for thread in self.threads:
            thread.join()

    def client(self):
        while not self.ended.is_set():
            try:
                status, answer = run(*self.work)
            except Lost as failure:
                self.lost.append(f"{time.strftime('%X')} {failure}")
                time.sleep(0.1)
                continue
            if status == 200 and answer.get("stdout") == self.expected:
                self.answered.append(answer)
            elif answer.get("retryable") or answer.get("outcome") == "cancelled":
                self.told.append(answer)
                time.sleep(0.1)
            else:
                self.lost.append(f"{time.strftime('%X')} {status} {answer}")
