"""The official conformance suite of the Jupyter project, with every optional sample, and a fresh kernel for each test."""

import os
import unittest

import jupyter_kernel_test as jkt
from jupyter_client.manager import start_new_kernel


class GradlabKernelTests(jkt.KernelTests):
    kernel_name = os.environ.get("GRADLAB_KERNELSPEC", "gradlab")
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("oops")'

    completion_samples = [
        {"text": "const part = [1]; part.toSort", "matches": {"toSorted"}},
        {"text": "Math.imu", "matches": {"imul"}},
    ]
    complete_code_samples = ["1 + 1", "function f() {\n  return 1;\n}", "await (async () => 1)()"]
    incomplete_code_samples = ["function f() {", "const a = [1,", "if (true) {\n"]
    invalid_code_samples = ["const = 1", "const 5 = x", "let 1a = 2;"]

    code_generate_error = 'throw new Error("on purpose")'

    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": '"a".repeat(3)', "result": "'aaa'"},
        {"code": "[1, 2].map((n) => n * 2)", "result": "[ 2, 4 ]"},
    ]
    code_display_data = [
        {"code": 'display.html("<b>bold</b>")', "mime": "text/html"},
        {"code": 'display.svg("<svg></svg>")', "mime": "image/svg+xml"},
        {"code": 'import * as tslab from "tslab"; tslab.display.markdown("**bold**")', "mime": "text/markdown"},
    ]
    code_history_pattern = "1 ?*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.max"
    code_clear_output = "clearOutput()"

    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass

    def setUp(self):
        type(self).km, type(self).kc = start_new_kernel(kernel_name=self.kernel_name)

    def tearDown(self):
        self.kc.stop_channels()
        self.km.shutdown_kernel()


if __name__ == "__main__":
    unittest.main(verbosity=2)
