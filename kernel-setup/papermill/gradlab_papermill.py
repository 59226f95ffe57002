"""Parameters of papermill as TypeScript: `papermill in.ipynb out.ipynb -p epochs 5` injects `const epochs: number = 5;`.

papermill imports this module when it starts (see pyproject.toml), and with that the translator is known to it. Each
parameter has a type, so that a notebook may go on to compare it with other values: `const mode = "a"` alone would have
the type "a".
"""

import json
import math
import re

from papermill.engines import NBClientEngine
from papermill.exceptions import PapermillException
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

__version__ = "0.2.0"
__all__ = ["NBClientEngine", "TypeScriptTranslator"]

NAME = re.compile(r"[^\W\d][\w$]*|\$[\w$]*")
RESERVED = frozenset(
    """arguments await break case catch class const continue debugger default delete do else enum eval export extends false
    finally for function if implements import in instanceof interface let new null package private protected public return
    static super switch this throw true try typeof undefined var void while with yield""".split()
)
SAFE = 2**53 - 1
DECLARATION = re.compile(
    r"^\s*(?:const|let|var)\s+(?P<name>[\w$]+)\s*(?::\s*(?P<type>[^=]+?))?\s*=\s*(?P<value>.*?)\s*;?\s*(?://\s*(?P<help>.*))?$"
)


class TypeScriptTranslator(Translator):
    @classmethod
    def translate_str(cls, val):
        return json.dumps(str(val))  # all but ASCII as \u…, which is the same in JavaScript

    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_int(cls, val):
        if abs(val) > SAFE:
            raise PapermillException(f"{val} is too large for a number of TypeScript: hand it over as a string")
        return str(int(val))

    @classmethod
    def translate_float(cls, val):
        if math.isnan(val):
            return "NaN"
        if math.isinf(val):
            return "Infinity" if val > 0 else "-Infinity"
        return float.__repr__(float(val))

    @classmethod
    def translate_list(cls, val):
        return f"[{', '.join(cls.translate(each) for each in val)}]"

    @classmethod
    def translate_dict(cls, val):
        # In brackets, since "__proto__" without them would set the object's prototype.
        fields = (f"[{cls._key(key)}]: {cls.translate(each)}" for key, each in val.items())
        return f"{{ {', '.join(fields)} }}" if val else "{}"

    @classmethod
    def translate(cls, val):
        return super().translate(list(val) if isinstance(val, tuple) else val)

    @classmethod
    def translate_escaped_str(cls, str_val):
        return cls.translate_str(str_val)

    @classmethod
    def _key(cls, key):
        """As JSON has it: the keys of an object are strings."""
        return cls.translate_str(next(iter(json.loads(json.dumps({key: None})))))

    @classmethod
    def type_of(cls, val):
        if val is None:
            return "any"
        if isinstance(val, bool):
            return "boolean"
        if isinstance(val, (int, float)):
            return "number"
        if isinstance(val, (list, tuple)):
            types = list(dict.fromkeys(cls._part(each) for each in val)) or ["any"]
            return f"{types[0]}[]" if len(types) == 1 and " " not in types[0] else f"({' | '.join(types)})[]"
        if isinstance(val, dict):
            return f"{{ {'; '.join(f'{cls._key(key)}: {cls._part(each)}' for key, each in val.items())} }}" if val else "Record<string, any>"
        return "string"

    @classmethod
    def _part(cls, val):
        return "null" if val is None else cls.type_of(val)

    @classmethod
    def comment(cls, cmt_str):
        return "\n".join(f"// {line}".strip() for line in cmt_str.splitlines())

    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        lines = [cls.comment(comment)]
        for name, val in parameters.items():
            if not NAME.fullmatch(name) or name in RESERVED:
                raise PapermillException(f"“{name}” cannot be the name of a variable in TypeScript")
            lines.append(f"const {name}: {cls.type_of(val)} = {cls.translate(val)};")
        return "\n".join(lines) + "\n"

    @classmethod
    def inspect(cls, parameters_cell):
        """For `papermill --help-notebook`: each declaration that begins a line."""
        found = filter(None, map(DECLARATION.match, parameters_cell["source"].splitlines()))
        return [
            Parameter(name=m["name"], inferred_type_name=m["type"] or "None", default=m["value"], help=m["help"] or "")
            for m in found
        ]


papermill_translators.register("typescript", TypeScriptTranslator)
