//! Hostile programs in Python.

use super::Fate::{Broken, Harmless, TooLong, TooMuch, Vanishes};
use super::Program;

pub(super) const TEST: &str = "\
import unittest
import solution


class HostileTest(unittest.TestCase):
    def test_runs(self):
        solution.run()
";

pub(super) const PROGRAMS: [Program; 22] = [
    ("endless loop", TooLong, "def run():\n    while True: pass"),
    ("endless loop on load", TooLong, "while True: pass"),
    (
        "fork bomb",
        TooMuch,
        "import os\ndef run():\n    while True:\n        try: os.fork()\n        except OSError: raise SystemExit",
    ),
    (
        "thread bomb",
        TooMuch,
        "import threading, time\ndef run():\n    while True: threading.Thread(target=time.sleep, args=(60,)).start()",
    ),
    (
        "memory bomb",
        TooMuch,
        "def run():\n    all = []\n    while True: all.append(bytearray(64 << 20))",
    ),
    (
        "1 GB of output",
        Harmless,
        "def run():\n    for _ in range(1024): print('x' * (1 << 20))",
    ),
    (
        "1 GB of errors",
        Harmless,
        "import sys\ndef run():\n    for _ in range(1024): sys.stderr.write('x' * (1 << 20))",
    ),
    (
        "1 GB in a file",
        TooMuch,
        "import os\ndef run():\n    with open(os.environ['HOME'] + '/big', 'wb') as file:\n        for _ in range(1024): file.write(b'x' * (1 << 20))",
    ),
    (
        "ignores TERM",
        TooLong,
        "import signal\ndef run():\n    for number in (1, 2, 15): signal.signal(number, signal.SIG_IGN)\n    while True: pass",
    ),
    (
        "double fork",
        Harmless,
        "import os\ndef run():\n    if os.fork() == 0:\n        try: os.setsid()\n        except OSError: pass\n        if os.fork() == 0: os.execve('/bin/sleep', ['sleep', '{SLEEP}'], {})\n        os._exit(0)",
    ),
    (
        "a child in a group of its own",
        Harmless,
        "import os\ndef run():\n    if os.fork() == 0:\n        try: os.setpgid(0, 0)\n        except OSError: pass\n        os.execve('/bin/sleep', ['sleep', '{SLEEP}'], {})",
    ),
    (
        "writes outside",
        Harmless,
        "def run():\n    open('{OUT}', 'w').write('here')",
    ),
    (
        "a link to outside",
        Harmless,
        "import os\ndef run():\n    os.symlink('{OUT}', os.environ['HOME'] + '/link')\n    open(os.environ['HOME'] + '/link', 'w').write('here')",
    ),
    (
        "reads the user's files",
        Harmless,
        "def run():\n    print(open('{SECRET}').read())\n    raise ValueError(open('{SECRET}').read())",
    ),
    (
        "a socket",
        Harmless,
        "import socket\ndef run():\n    socket.create_connection(('127.0.0.1', {PORT}), 2)",
    ),
    (
        "ends another process",
        Harmless,
        "import os\ndef run():\n    os.kill({VICTIM}, 9)",
    ),
    (
        "ends its parent and its group",
        TooMuch,
        "import os, time\ndef run():\n    try: os.kill(os.getppid(), 9)\n    except OSError: pass\n    os.killpg(0, 9)\n    time.sleep(60)",
    ),
    (
        "looks at its neighbours",
        Harmless,
        "import glob\ndef run():\n    for path in glob.glob('/proc/[0-9]*/environ'):\n        print(open(path).read())",
    ),
    (
        "forges results",
        Vanishes,
        "import glob, os\ndef run():\n    path = glob.glob('/tmp/mockloop-run-*/out/results.ndjson')[0] if glob.glob('/tmp/mockloop-run-*/out/results.ndjson') else os.environ['HOME'] + '/../out/results.ndjson'\n    os.remove(path)\n    open(path, 'w').write('{\"nonce\":\"guess\",\"event\":\"done\",\"total\":1}')\n    os._exit(0)",
    ),
    (
        "a pipe for results",
        Vanishes,
        "import os\ndef run():\n    path = os.environ['HOME'] + '/../out/results.ndjson'\n    os.remove(path)\n    os.mkfifo(path)\n    os._exit(0)",
    ),
    (
        "leaves early",
        Vanishes,
        "import os\ndef run():\n    os._exit(0)",
    ),
    ("no Python", Broken, "def run(:\n    pass"),
];
