"""Runs the tests of a coding prompt with unittest.

    python3 -I -B python.py

Reads one line with tabs between its parts: a nonce, the file for results, the solution, and the
test files. Results are objects in JSON, one a line, each with the nonce; what is printed belongs
to the solution. Tests write `import solution` or `from solution import ...`.
"""
import importlib.util
import json
import os
import signal
import sys
import time
import traceback
import unittest

nonce, out, solution, *tests = sys.stdin.readline().rstrip("\n").split("\t")
here = os.path.dirname(solution)
sink = open(out, "a", encoding="utf-8")


def put(**line):
    sink.write(json.dumps({"nonce": nonce, **line}) + "\n")
    sink.flush()


def leave(code):
    sys.stdout.flush()
    sys.stderr.flush()
    sink.flush()
    os._exit(code)


def load(path):
    """Imports a file under its own name, or tells the first mistake with its place."""
    name = os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        file = os.path.basename(error.filename or path)
        put(event="broken", file=file, line=error.lineno, message=str(error.msg))
        leave(2)
    except BaseException as error:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith(here)]
        file, line = (os.path.basename(frames[-1].filename), frames[-1].lineno) if frames else (name + ".py", None)
        put(event="broken", file=file, line=line, message=f"{type(error).__name__}: {error}"[:4000])
        leave(2)
    return module


class Slow(BaseException):
    """The test took too long; no `except Exception` of a solution swallows it."""


def too_slow(*_):
    raise Slow("took longer than 5 s")


class Results(unittest.TestResult):
    def startTest(self, test):
        super().startTest(test)
        self.status, self.message = "passed", None
        self.since = time.monotonic()
        signal.setitimer(signal.ITIMER_REAL, 5)

    def stopTest(self, test):
        signal.setitimer(signal.ITIMER_REAL, 0)
        micros = int((time.monotonic() - self.since) * 1_000_000)
        put(event="test", name=test._testMethodName, milestone=None, status=self.status,
            micros=micros, message=self.message)

    def fail(self, error):
        kind, value, trace = error
        frames = [f for f in traceback.extract_tb(trace) if f.filename.startswith(here)]
        place = "".join(f"{os.path.basename(f.filename)}, line {f.lineno}: {f.line}\n" for f in frames[-3:])
        name = "" if issubclass(kind, (AssertionError, Slow)) else f"{kind.__name__}: "
        self.status, self.message = "failed", f"{name}{value}\n{place}"[:2000]

    def addFailure(self, test, error):
        self.fail(error)

    def addError(self, test, error):
        self.fail(error)

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.fail(error)

    def addSkip(self, test, reason):
        self.status = "skipped"

    def addExpectedFailure(self, test, error):
        pass

    def addUnexpectedSuccess(self, test):
        self.status, self.message = "failed", "it was expected to fail"


def of_file(module):
    """The tests of a module in the order of the file."""
    found = []
    for case in vars(module).values():
        if isinstance(case, type) and issubclass(case, unittest.TestCase) and case.__module__ == module.__name__:
            for name in unittest.defaultTestLoader.getTestCaseNames(case):
                function = getattr(case, name)
                line = getattr(getattr(function, "__code__", None), "co_firstlineno", 0)
                found.append((line, name, case))
    return [case(name) for _, name, case in sorted(found, key=lambda test: test[:2])]


signal.signal(signal.SIGALRM, too_slow)
modules = [load(path) for path in [solution, *tests]]
# What stands in the error output before this line was said by the compiler.
print(nonce, file=sys.stderr, flush=True)
put(event="ready")
results = Results()
for module in modules[1:]:
    unittest.TestSuite(of_file(module)).run(results)
put(event="done")
leave(0)
