"""The files that a fleet is made of say what the product is, and are what their readers take."""

import itertools
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

import server
from api import forms, health, requests
from sandbox.notion.requests import MAX_UPLOAD
from settings import Settings
from tests.support.fleet import COMPOSE, SERVERS, image
from tests.support.processes import ROOT
from tools.documents.convert import MOST_BYTES
from tools.export import files

DEPLOY = ROOT / "deploy"
MANIFESTS = sorted([*DEPLOY.glob("kubernetes/*.yaml"), DEPLOY / "kubernetes/secret.yaml.template"])
SPENT_SECONDS = server.SERVING["timeout_graceful_shutdown"] + 5  # beside the drain
OF_THE_SYSTEM = ("PATH", "HOME", "PYTHONDONTWRITEBYTECODE")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def manifest(kind: str) -> Mapping[str, Any]:
    read = (yaml.safe_load(path.read_text()) for path in MANIFESTS)
    return next(found for found in read if found["kind"] == kind)


def pod() -> Mapping[str, Any]:
    return manifest("Deployment")["spec"]["template"]["spec"]


def told() -> Iterator[dict[str, str]]:
    """What each server is told: the settings of compose or Kubernetes over the image's."""
    of_image = dict(word.split("=", 1) for word in image("ENV"))
    settings = {name: value for name, value in of_image.items() if name not in OF_THE_SYSTEM}
    for name in SERVERS:
        yield settings | COMPOSE["services"][name]["environment"]
    yield settings | manifest("ConfigMap")["data"]


@pytest.mark.parametrize("settings", [*told()])
def test_a_server_understands_what_it_is_told(settings: dict[str, str], tmp_path: Path):
    source = (ROOT / "settings.py").read_text()
    given = {name: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value) for name, value in settings.items()}
    for name in given:
        assert f'"{name.removesuffix("_FILE")}"' in source, f"{name} is no setting"
        if name.endswith("_FILE"):
            kept = "key:acme" if name == "API_KEYS_FILE" else "postgresql://a@b/c"
            (tmp_path / name).write_text(kept)
            given[name] = str(tmp_path / name)
    found = Settings.from_env(given, None)
    assert found.api_keys
    assert found.secret_key
    assert found.database_url
    assert found.trusted_proxies


def test_probes_ask_what_there_is_by_a_name_that_is_served():
    paths = {route.path for route in health.routes}
    (container,) = pod()["containers"]
    for name in ("startupProbe", "livenessProbe", "readinessProbe"):
        asked = container[name]["httpGet"]
        assert asked["path"] in paths
        assert asked["httpHeaders"] == [{"name": "Host", "value": "localhost"}]
    (check,) = re.findall(r"HEALTHCHECK .*\n *CMD (.*)", (ROOT / "Dockerfile").read_text())
    assert any(path in check for path in paths)


def test_a_body_may_be_as_large_as_the_product_takes_it():
    """A little more, so that whoever sends more is told by the product how much it takes."""
    largest = max(MOST_BYTES + forms.AROUND, MAX_UPLOAD, requests.MOST_BODY_BYTES)
    said = [
        *re.findall(r"client_max_body_size (\d+)m;", (DEPLOY / "nginx.conf").read_text()),
        manifest("Ingress")["metadata"]["annotations"][
            "nginx.ingress.kubernetes.io/proxy-body-size"
        ].removesuffix("m"),
    ]
    assert len(said) == 2
    for megabytes in said:
        assert largest <= int(megabytes) * 1024 * 1024 <= largest * 1.1


def test_a_server_has_the_time_that_its_end_takes():
    for name in SERVERS:
        service = COMPOSE["services"][name]
        drain = int(service["environment"]["DRAIN_SECONDS"])
        assert int(service["stop_grace_period"].removesuffix("s")) >= drain + SPENT_SECONDS
    drain = int(manifest("ConfigMap")["data"]["DRAIN_SECONDS"])
    assert pod()["terminationGracePeriodSeconds"] >= drain + SPENT_SECONDS


def test_nothing_runs_as_root_or_writes_elsewhere_than_it_may():
    (user,) = image("USER")
    assert user != "0:0"
    assert user == f"{pod()['securityContext']['runAsUser']}:{pod()['securityContext']['fsGroup']}"
    (container,) = pod()["containers"]
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    writable = {
        mount["mountPath"] for mount in container["volumeMounts"] if "readOnly" not in mount
    }
    for name in SERVERS:
        service = COMPOSE["services"][name]
        assert service["read_only"] is True
        places = [each.split(":")[-1] for each in service["volumes"]]
        assert {*places, *(each.split(":")[0] for each in service["tmpfs"])} == writable


def test_what_exports_keep_has_room_in_tmp_and_takes_nothing_from_the_memory():
    """With a quarter of it to spare, for what people send and other passing files."""
    memory = int(pod()["containers"][0]["resources"]["limits"]["memory"].removesuffix("Gi")) * 1024
    (temporary,) = (each for each in pod()["volumes"] if each["name"] == "temporary")
    rooms = [int(temporary["emptyDir"]["sizeLimit"].removesuffix("Mi"))]
    for name in SERVERS:
        service = COMPOSE["services"][name]
        (size,) = re.findall(r"^/tmp:size=(\d+)m", service["tmpfs"][0])
        assert int(service["mem_limit"].removesuffix("m")) >= memory + int(size)
        rooms.append(int(size))
    assert min(rooms) * 1024 * 1024 >= files.MOST_BYTES * 5 / 4


def test_the_image_has_all_that_the_server_is_made_of():
    build = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    let_in = [
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    ]
    missing = [
        name for name in build["only-include"] if not any(Path(name).match(p) for p in let_in)
    ]
    assert missing == []
    pinned = (ROOT / "requirements-servers.txt").read_text().lower()
    extras = PROJECT["project"]["optional-dependencies"]
    for wanted in itertools.chain(extras["postgres"], extras["otel"]):
        name = re.split(r"[\[>=]", wanted)[0]
        assert f"\n{name}==" in pinned, f"{wanted} is not pinned"


def checked(program: str, *words: str | Path) -> None:
    """By one of the programs that `make test-deploy` installs."""
    where = os.environ.get("CHECKERS")
    if where is None:
        pytest.skip("what checks it is installed by `make test-deploy`")
    found = shutil.which(program, path=where)
    assert found is not None, f"{program} is not in {where}"
    done = subprocess.run([found, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_image_is_written_as_docker_recommends():
    checked("hadolint", ROOT / "Dockerfile")


def test_compose_takes_its_file():
    """By the schema of the compose specification that the checker brings along."""
    checked("check-jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml")


@pytest.mark.parametrize("version", ["1.30", "1.37"])
def test_kubernetes_takes_its_manifests(version: str):
    """By the schemas of its API."""
    checked("kubernetes-validate", "--strict", "-k", version, *MANIFESTS)
