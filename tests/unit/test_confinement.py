"""What a tool may reach, in the words of bubblewrap and of the launcher."""

from pathlib import Path

from caudal.adapters.confinement import Access, Level, confined

ACCESS = Access(directory=Path("/scratch/1"), reads=(Path("/uploads/source"),))
ARGV = ("/opt/ffmpeg/bin/ffmpeg", "-i", "file:/uploads/source")


def test_rlimits_change_nothing_of_the_command() -> None:
    assert confined(Level.RLIMITS, ARGV, ACCESS) == ([], list(ARGV))


def test_the_launcher_is_told_every_path_before_it_closes_the_rest() -> None:
    rules, command = confined(Level.LANDLOCK, ARGV, ACCESS)

    assert command == list(ARGV)
    assert rules[-2:] == ["LANDLOCK=1", "SECCOMP=1"]
    assert [rule for rule in rules if rule.startswith("WRITE=")] == ["WRITE=/scratch/1"]
    assert {"READ=/uploads/source", "READ=/usr/lib", "DEVICE=/dev/null"} <= set(rules)


def test_bubblewrap_shares_nothing_and_shows_what_is_needed_read_only() -> None:
    rules, command = confined(Level.BUBBLEWRAP, ARGV, ACCESS)

    bubblewrap = command[: command.index("--")]
    assert command[len(bubblewrap) + 1 :] == list(ARGV)
    assert {"--unshare-all", "--die-with-parent", "--cap-drop"} <= set(bubblewrap)
    assert "--share-net" not in bubblewrap
    writable = [bubblewrap[n + 1] for n, word in enumerate(bubblewrap) if word == "--bind"]
    assert writable == ["/scratch/1"]
    assert bubblewrap.index("--remount-ro") > bubblewrap.index("--bind")
    assert rules == [f"SECCOMP={bubblewrap[bubblewrap.index('--seccomp') + 1]}"]


def test_a_tool_of_the_operators_is_shown_with_its_libraries_alone() -> None:
    _, command = confined(Level.BUBBLEWRAP, ARGV, ACCESS)

    shown = [command[n + 1] for n, word in enumerate(command) if word == "--ro-bind-try"]
    assert [path for path in shown if path.startswith("/opt")] == [ARGV[0], "/opt/ffmpeg/lib"]
    assert not {"/", "/home", "/root", "/etc", "/var", "/opt", "/tmp", "/proc"} & set(shown)


def test_devices_are_there_for_a_graphics_card_alone() -> None:
    graphics = Access(directory=ACCESS.directory, reads=ACCESS.reads, graphics=True)

    without, _ = confined(Level.LANDLOCK, ARGV, ACCESS)
    with_card, _ = confined(Level.LANDLOCK, ARGV, graphics)

    assert [rule for rule in without if rule.startswith("DEVICE=")] == ["DEVICE=/dev/null"]
    assert "DEVICE=/dev/dri" in with_card
