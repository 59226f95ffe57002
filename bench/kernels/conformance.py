"""The official conformance suite against any kernel: conformance.py KERNEL LANGUAGE

Prints JSON: each test of jupyter_kernel_test with "pass", "FAIL" or "skip". A fresh kernel for each test, since a kernel
that fails one must not spoil the next. The samples are those of the suite's own templates, in the kernel's language.
"""

import io
import json
import sys
import unittest

import jupyter_kernel_test as jkt
from jupyter_client.manager import start_new_kernel

KERNEL, LANGUAGE = sys.argv[1:3]

HTML = {
    "gradlab": 'display.html("<b>bold</b>")',
    "tslab": 'import * as tslab from "tslab"; tslab.display.html("<b>bold</b>")',
    "deno": "Deno.jupyter.html`<b>bold</b>`",
    "ipykernel": "from IPython.display import HTML, display; display(HTML('<b>bold</b>'))",
}
CLEAR = {
    "gradlab": "clearOutput()",
    "ipykernel": "from IPython.display import clear_output; clear_output()",
}
SAMPLES = {
    "typescript": {
        "file_extension": ".ts",
        "code_hello_world": 'console.log("hello, world")',
        "code_stderr": 'console.error("oops")',
        "completion_samples": [{"text": "Math.imu", "matches": {"imul"}}],
        "complete_code_samples": ["1 + 1", "function f() {\n  return 1;\n}"],
        "incomplete_code_samples": ["function f() {", "const a = [1,"],
        "invalid_code_samples": ["const = 1", "let 1a = 2;"],
        "code_generate_error": 'throw new Error("on purpose")',
        "code_execute_result": [{"code": "1 + 2 + 3", "result": "6"}],
        "code_inspect_sample": "Math.max",
    },
    "python": {
        "file_extension": ".py",
        "code_hello_world": "print('hello, world')",
        "code_stderr": "import sys; print('oops', file=sys.stderr)",
        "completion_samples": [{"text": "zi", "matches": {"zip"}}],
        "complete_code_samples": ["1", "def f(x):\n  return x*2\n\n\n"],
        "incomplete_code_samples": ["print('''hello", "def f(x):\n  x*2"],
        "invalid_code_samples": ["import = 7q"],
        "code_generate_error": "raise Exception('on purpose')",
        "code_execute_result": [{"code": "1 + 2 + 3", "result": "6"}],
        "code_inspect_sample": "zip",
    },
}


class ConformanceTests(jkt.KernelTests):
    kernel_name = KERNEL
    language_name = LANGUAGE
    code_display_data = [{"code": HTML[KERNEL], "mime": "text/html"}]
    code_history_pattern = "1 ?*"
    supported_history_operations = ("tail", "range", "search")
    code_clear_output = CLEAR.get(KERNEL, "clear_output has no name here")

    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass

    def setUp(self):
        type(self).km, type(self).kc = start_new_kernel(kernel_name=self.kernel_name, startup_timeout=120)

    def tearDown(self):
        self.kc.stop_channels()
        self.km.shutdown_kernel(now=True)


for name, value in SAMPLES[LANGUAGE].items():
    setattr(ConformanceTests, name, value)

suite = unittest.defaultTestLoader.loadTestsFromTestCase(ConformanceTests)
names = [test._testMethodName.removeprefix("test_") for test in suite]
result = unittest.TextTestRunner(stream=io.StringIO()).run(suite)
bad = {test._testMethodName.removeprefix("test_"): "FAIL" for test, _ in result.failures + result.errors}
skipped = {test._testMethodName.removeprefix("test_"): "skip" for test, _ in result.skipped}
print(json.dumps({name: bad.get(name, skipped.get(name, "pass")) for name in names}))
