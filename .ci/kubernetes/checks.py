#!/usr/bin/env python3
"""What the service does on a real node, one line each; the first that does not hold ends it."""

import os
import pathlib
import signal
import subprocess
import sys
import time

from cluster import ROOT, Deployed, Load, Lost, ask, door, eventually, get, kubectl, run, state

MANIFESTS, PODS = pathlib.Path(ROOT, "kubernetes"), pathlib.Path(ROOT, ".ci/kubernetes/pods")
# Components are no manifests by themselves, and this cluster does not know Knative's kinds.
OTHERS = {MANIFESTS / "knative", *MANIFESTS.glob("components/*")}
# What the Pod Security standard "restricted" refuses.
PRIVILEGED = {MANIFESTS / "overlays/bubblewrap", MANIFESTS / "overlays/bubblewrap/seccomp"}
BASE, JAILS = Deployed("base"), Deployed("jails")
LOOP = "sum = 0\nfor i in range(200000): sum += i\nprint('done')"
HELLO = {"python": "print(6 * 7)", "javascript": "console.log(6 * 7)", "typescript": "const n: number = 42; console.log(n)"}


def every_directory_of_manifests_is_accepted():
    kubectl("create", "namespace", "manifests")
    kubectl("label", "namespace", "manifests", "pod-security.kubernetes.io/warn=restricted")
    kubectl("apply", "--filename", "kubernetes/overlays/production/namespace.yaml")
    directories = {file.parent for file in MANIFESTS.rglob("kustomization.yaml")} - OTHERS
    for directory in sorted(directories | {PODS / "components"}):
        text = kubectl("kustomize", str(directory))
        namespace = [] if "namespace: codebeaker" in text else ["--namespace=manifests"]
        said = kubectl("apply", "--dry-run=server", "--validate=strict", "--filename=-", *namespace, text=text)
        privileged = "would violate PodSecurity" in said
        print("     ", directory.relative_to(ROOT), "(not restricted)" if privileged else "")
        assert privileged == (directory in PRIVILEGED), said


def pods_are_admitted_under_the_standard_restricted():
    for deployed in (BASE, JAILS):
        kubectl("create", "namespace", deployed.namespace)
        kubectl("label", "namespace", deployed.namespace, "pod-security.kubernetes.io/enforce=restricted")
        deployed.apply(PODS / deployed.namespace)
    JAILS.scale(0)


def programs_run_through_the_service():
    for language, code in HELLO.items():
        answers(BASE.address(), language, code, "42\n", "wasm")


def processes_run_in_jails_of_the_tier_landlock():
    answers(BASE.address(), "bash", "echo $((6 * 7))", "42\n", "native")
    assert tier(BASE.address(), "native") == "landlock"


def memory_bombs_do_not_end_the_pod():
    pod = BASE.pod()
    for language, bomb in {
        "python": "x = []\nwhile True: x.append(bytearray(1 << 20))",
        "javascript": "const x = []; for (;;) x.push(new Uint8Array(1 << 20).fill(1))",
        "perl": "my $x; while (1) { $x .= 'a' x 1048576 }",
    }.items():
        status, answer = run(door(pod), language, bomb)
        print("     ", language, status, {key: answer.get(key) for key in ("outcome", "limit", "exitCode")})
        assert status == 200 and answer["outcome"] != "exited" or answer["exitCode"] != 0, answer
        answers(door(pod), "python", "print(42)", "42\n", "wasm")
    assert state(BASE.pod())["restartCount"] == 0


def a_session_is_not_found_where_it_does_not_live():
    BASE.scale(2)
    here, there = BASE.pods()
    status, session = ask(door(here), "/api/sessions", {"language": "python"})
    assert status == 201, session
    path = "/api/sessions/" + session["sessionId"]
    assert ask(door(here), path)[0] == 200
    status, refusal = ask(door(there), path)
    print("     ", status, refusal["detail"])
    assert status == 421 and refusal["retryable"], refusal
    # The Service sends one client to one replica.
    status, session = ask(BASE.address(), "/api/sessions", {"language": "python"})
    for _ in range(20):
        assert ask(BASE.address(), "/api/sessions/" + session["sessionId"])[0] == 200


def a_rolling_update_loses_no_execution():
    with Load(BASE.address(), 4, "python", LOOP, "done\n") as load, Load(
        BASE.address(), 2, "python", "import time; time.sleep(6); print('slept')", "slept\n"
    ) as patient:
        eventually("answers", 30, lambda: len(load.answered) > 20)
        kubectl("rollout", "restart", "deployment/codebeaker", "-n", BASE.namespace)
        BASE.settle()
        eventually("two pods", 90, lambda: len(BASE.pods()) == 2)
        served = len(load.answered)
        eventually("answers of the new pods", 30, lambda: len(load.answered) > served + 20)
    print(f"      {len(load.answered) + len(patient.answered)} answered, {len(load.told) + len(patient.told)} told")
    assert not load.lost + patient.lost, load.lost + patient.lost


def a_deleted_pod_drains_and_exits_with_zero():
    BASE.scale(1)
    pod = BASE.pod()
    name = pod["metadata"]["name"]
    # The pod's record stays until its end was read.
    patch = '{"metadata": {"finalizers": ["codebeaker.dev/ci"]}}'
    kubectl("patch", "pod", name, "-n", BASE.namespace, "--patch", patch)
    with Load(door(pod), 1, "python", "import time; time.sleep(8); print('slept')", "slept\n") as load:
        time.sleep(1)
        kubectl("delete", "pod", name, "-n", BASE.namespace, "--wait=false")
        load.ended.set()
    assert len(load.answered) == 1 and not load.lost, (load.told, load.lost)
    end = eventually(
        "the end", 60, lambda: state(get("pod", name, "-n", BASE.namespace))["state"].get("terminated")
    )
    kubectl("patch", "pod", name, "-n", BASE.namespace, "--patch", '{"metadata": {"finalizers": null}}')
    assert end["exitCode"] == 0, end
    eventually("one new pod", 90, lambda: len(BASE.pods()) == 1)
    BASE.settle()


def nothing_outlives_a_pods_service_that_is_killed():
    pod = BASE.pod()
    ask(door(pod), "/api/sessions", {"language": "python"})
    answers(door(pod), "bash", "echo 42", "42\n", "native")
    main = process(state(pod)["containerID"])
    group = pathlib.Path(f"/proc/{main}/cgroup").read_text()
    everybody = [p for p in processes() if group_of(p) == group]
    assert len(everybody) > 2, everybody
    os.kill(main, signal.SIGKILL)
    eventually("the end of all", 10, lambda: not any(group_of(p) == group for p in everybody))
    again = eventually("a restart", 60, lambda: restarted(pod))
    eventually("readiness", 60, lambda: state(BASE.pod())["ready"])
    answers(door(again), "python", "print(42)", "42\n", "wasm")
    left = kubectl("exec", again["metadata"]["name"], "-n", BASE.namespace, "--", "ls", "/run/codebeaker/sessions")
    assert len(left.split()) == 1, left


def replicas_follow_the_load():
    BASE.apply(PODS / "scaled")
    replicas = lambda: len(BASE.pods())
    with Load(BASE.address(), 4, "python", LOOP, "done\n"):
        eventually("more replicas", 120, lambda: replicas() > 1)
    eventually("one replica", 180, lambda: replicas() == 1)
    kubectl("delete", "hpa", "codebeaker", "-n", BASE.namespace)


def the_first_answer_comes_soon():
    BASE.scale(0)
    eventually("no pods", 90, lambda: not BASE.pods())
    begun = time.monotonic()
    kubectl("scale", "deployment/codebeaker", "-n", BASE.namespace, "--replicas=1")
    pod = eventually("an address", 60, lambda: next((p for p in BASE.pods() if p["status"].get("podIP")), None))
    eventually("an answer", 60, lambda: first_answer(pod))
    answered = time.monotonic() - begun
    BASE.settle()
    ready = time.monotonic() - begun
    started = state(BASE.pod())["state"]["running"]["startedAt"]
    time.sleep(5)
    print(f"      {answered:.1f} s to the first answer of Python, {ready:.1f} s to ready, container {started}")
    print("     ", memory(BASE.pod()))


def processes_run_in_jails_of_the_tier_bubblewrap():
    BASE.scale(0)
    JAILS.scale(1)
    for runtime, language in {"python": "python", "node": "javascript", "bun": "typescript", "deno": "typescript"}.items():
        answers(JAILS.address(), language, HELLO[language], "42\n", runtime, runtime=runtime)
        assert tier(JAILS.address(), runtime) == "bubblewrap-host-proc", runtime
    c = '#include <stdio.h>\nint main() { printf("%d\\n", 6 * 7); }'
    answers(JAILS.address(), "c", c, "42\n", "native")


def answers(address, language, code, expected, by, **more):
    status, answer = run(address, language, code, **more)
    assert status == 200 and answer["stdout"] == expected and answer["runtime"] == by, answer


def tier(address, runtime):
    _, all_of_them = ask(address, "/api/runtimes")
    return next(r["details"]["tier"] for r in all_of_them["runtimes"] if r["name"] == runtime)


def first_answer(pod):
    try:
        return run(door(pod), "python", "print(42)")[1].get("stdout") == "42\n"
    except Lost:
        return False


def restarted(pod):
    now = get("pod", pod["metadata"]["name"], "-n", BASE.namespace)
    return now if state(now)["restartCount"] == 1 and state(now).get("containerID") != state(pod)["containerID"] else None


def process(container):
    """Of a container, the process 1."""
    listed = subprocess.run(
        ["ctr", "--address", os.environ["CONTAINERD"], "--namespace", "k8s.io", "tasks", "list"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    identity = container.removeprefix("containerd://")
    return next(int(line.split()[1]) for line in listed.splitlines() if line.startswith(identity))


def processes():
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def group_of(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/cgroup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None


def memory(pod):
    main = process(state(pod)["containerID"])
    group = group_of(main)
    sizes = []
    for pid in processes():
        if group_of(pid) == group:
            status = pathlib.Path(f"/proc/{pid}/status").read_text()
            rss = [int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmRSS")]
            command = pathlib.Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")[:60]
            sizes += [f"{rss[0]} MB {command}"] if rss else []
    return "\n      ".join(sizes)


CHECKS = [
    every_directory_of_manifests_is_accepted,
    pods_are_admitted_under_the_standard_restricted,
    programs_run_through_the_service,
    processes_run_in_jails_of_the_tier_landlock,
    memory_bombs_do_not_end_the_pod,
    a_session_is_not_found_where_it_does_not_live,
    a_rolling_update_loses_no_execution,
    a_deleted_pod_drains_and_exits_with_zero,
    nothing_outlives_a_pods_service_that_is_killed,
    replicas_follow_the_load,
    the_first_answer_comes_soon,
    processes_run_in_jails_of_the_tier_bubblewrap,
]

if __name__ == "__main__":
    for check in CHECKS:
        if len(sys.argv) > 1 and check.__name__ not in sys.argv[1:]:
            continue
        begun = time.monotonic()
        print(f"  ... {check.__name__.replace('_', ' ')}", flush=True)
        check()
        print(f"  ok  {check.__name__.replace('_', ' ')} ({time.monotonic() - begun:.1f} s)", flush=True)
