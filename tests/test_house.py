"""The house around the code: packaging, locks, containers, documents."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

from marsad.settings.kinds import EventKind
from marsad.settings.load import load
from marsad.settings.main import MainFile
from marsad.settings.sources import SourceEntry

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
PACKAGES = ("marsad", "crawler", "alerts")
# Written so that they do not find themselves.
FOREIGN = re.compile(
    r"/wor[k]/|(?<![\w.])/tm[p]/\w|\.\./share[d]/|pypi\.or[g]|pythonhosted\.or[g]|npmjs\.or[g]|"
    r"co-authored-b[y]",
    re.IGNORECASE,
)


def tracked() -> list[Path]:
    """The files that git knows, as they are now."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=ROOT, stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def locked(lock: str) -> dict[str, str]:
    """The exact versions of a lock, by name."""
    lines = (ROOT / lock).read_text().splitlines()
    pinned = [line.split()[0].partition("==") for line in lines if re.match(r"[a-z0-9]", line)]
    return {name: version for name, _, version in pinned}


def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    [built] = folder.glob("*.whl")
    return set(zipfile.ZipFile(built).namelist())


def test_rooms_import_only_what_they_may():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_the_wheel_holds_the_config(wheel):
    shipped = {path.relative_to(ROOT / "config") for path in (ROOT / "config").rglob("*.yaml")}
    assert shipped
    assert {f"marsad/config/{path.as_posix()}" for path in shipped} <= wheel


def test_the_wheel_holds_everything_the_packages_need(wheel):
    needed = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert needed <= wheel
    assert any("/migrations/versions/" in name for name in wheel)


def test_the_wheel_holds_nothing_else(wheel):
    tops = {name.partition("/")[0] for name in wheel}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_the_config_is_data_only():
    assert {path.suffix for path in (ROOT / "config").rglob("*") if path.is_file()} == {".yaml"}


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_pin_versions_by_hash(lock):
    text = (ROOT / lock).read_text()
    entries = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert len(entries) > 50
    for entry in entries:
        assert re.match(r"[a-z0-9.-]+==\S+", entry), entry.splitlines()[0]
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_no_addresses(lock):
    text = (ROOT / lock).read_text()
    assert not re.search(r"://|file:|--\S*(index|find-links)|@ ", text)


def test_locks_hold_what_the_project_asks_for():
    sections = project()
    asked = [*sections["project"]["dependencies"], *sections["dependency-groups"]["build"]]
    assert {re.split(r"[\[<>=~ ]", one)[0] for one in asked} <= set(locked(LOCKS[0]))
    asked = [one for one in sections["dependency-groups"]["dev"] if isinstance(one, str)]
    assert {re.split(r"[\[<>=~ ]", one)[0] for one in asked} <= set(locked(LOCKS[1]))


def test_both_locks_agree():
    runtime, development = (locked(lock) for lock in LOCKS)
    assert runtime.items() <= development.items()


def test_the_project_speaks_of_itself_alone():
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture, or a page in another encoding
        found += [
            f"{path.relative_to(ROOT)}:{number}: {hit[0]}"
            for number, line in enumerate(text.splitlines(), 1)
            if (hit := FOREIGN.search(line))
        ]
    assert found == []


def test_every_test_folder_is_a_package():
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []


def test_the_licence_is_permissive():
    assert (ROOT / "LICENSE").read_text().startswith("MIT License")
    assert project()["project"]["license"] == "MIT"


# ---- containers -----------------------------------------------------------------------------


def compose() -> dict[str, dict[str, object]]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split()[0], line.partition(" ")[2].strip()) for line in lines]


def has_exact_tag(image: str) -> bool:
    tag = image.partition(":")[2]
    return bool(re.match(r"v?\d", tag))


def test_compose_runs_marsad_with_its_archive_and_a_mail_catcher():
    assert set(compose()["services"]) == {"marsad", "postgres", "mail"}


def test_compose_pins_its_images():
    images = [one["image"] for one in compose()["services"].values() if "image" in one]
    assert images
    assert [image for image in images if not has_exact_tag(image)] == []


def test_compose_mounts_only_what_exists():
    file = compose()
    for name, service in file["services"].items():
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            there = (
                (ROOT / source).exists() if source.startswith(".") else source in file["volumes"]
            )
            assert there, f"{name}: {volume}"


def test_compose_asks_only_for_variables_that_are_explained():
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    explained = set(re.findall(r"^(\w+)=", (ROOT / "docker/env.example").read_text(), re.MULTILINE))
    assert asked == explained


def test_compose_opens_ports_on_this_machine_only():
    ports = [port for one in compose()["services"].values() for port in one.get("ports", ())]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_config_of_the_containers_is_valid():
    settings = load(ROOT / "docker/config")
    environment = compose()["services"]["marsad"]["environment"]
    assert settings.archive.removeprefix("env:") in environment
    assert settings.web.token.reference.removeprefix("env:") in environment
    assert settings.alerts.channels["desk-mail"].host in compose()["services"]


def test_the_image_is_pinned_and_not_run_by_root():
    found = instructions()
    images = [rest.split()[0] for name, rest in found if name == "FROM"]
    assert all(has_exact_tag(image) for image in images)
    assert [rest for name, rest in found if name == "USER"][-1] not in {"root", "0"}
    assert any(name == "HEALTHCHECK" and "/health/live" in rest for name, rest in found)
    assert ("VOLUME", "/var/lib/marsad") in found


def test_the_image_copies_only_what_exists_and_is_let_through():
    let_through = set(re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    copied = {
        source
        for name, rest in instructions()
        if name == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    }
    assert {source.removeprefix("./") for source in copied} == let_through
    assert [source for source in copied if not (ROOT / source).exists()] == []


# ---- documents ------------------------------------------------------------------------------


def keys(model: type[BaseModel]) -> list[str]:
    """The keys of a section as people write them."""
    return [field.alias or name for name, field in model.model_fields.items()]


def test_every_key_has_its_line():
    text = (ROOT / "docs/configuration.md").read_text()
    written = set(re.findall(r"`([\w.]+)`", text))
    wanted = [*keys(SourceEntry), *keys(EventKind)]
    for name in keys(MainFile):
        section = MainFile.model_fields[name].default
        nested = keys(type(section)) if isinstance(section, BaseModel) else []
        wanted += [f"{name}.{key}" for key in nested] or [name]
    missing = {
        key for key in wanted if not any(one == key or one.startswith(f"{key}.") for one in written)
    }
    assert missing == set()


@pytest.mark.parametrize("target", ["run", "test", "check", "demo", "lock", "bench"])
def test_make_knows_the_target(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
