#!/usr/bin/env python3
"""Writes aws-6.25.0.json: the arguments and blocks of what terraform/ uses, as provider 6.25.0 has them.

They are read from the type declarations of the npm package @cdktf/provider-aws 21.22.1 (MPL-2.0), whose comments name each
by its name in Terraform:

  npm pack @cdktf/provider-aws@21.22.1 && tar xzf cdktf-provider-aws-21.22.1.tgz
  ./extract.py package aws-6.25.0.json
"""
import json
import pathlib
import re
import sys

STACK = pathlib.Path(__file__).resolve().parents[6] / "terraform"


def used():
    for file in sorted(STACK.rglob("*.tf")):
        if ".terraform" not in file.parts:
            yield from re.findall(r'^(resource|data) "aws_(\w+)"', file.read_text(encoding="utf-8"), re.M)


def declared(file):
    text = file.read_text(encoding="utf-8")
    interfaces = {
        name: (extends, body)
        for name, extends, body in re.findall(r"export interface (\w+)( extends [\w.]+)? \{\n(.*?)\n\}", text, re.S)
    }

    def block(name, path):
        found = {"arguments": [], "blocks": {}}
        for terraform, kind in re.findall(r"#(\w+) \w+#\w+\}\n.*?readonly \w+\??: ([^;]+);", interfaces[name][1], re.S):
            inner = [word for word in re.findall(r"\b[A-Z]\w+\b", kind) if word in interfaces and word not in path]
            if inner:
                found["blocks"][terraform] = block(inner[0], path + [name])
            else:
                found["arguments"].append(terraform)
        return found

    main = [name for name, (extends, _) in interfaces.items() if "TerraformMetaArguments" in extends]
    return block(main[0], [])


def main(package, target):
    found = {"resource": {}, "data": {}}
    for kind, name in sorted(set(used())):
        folder = ("data-aws-" if kind == "data" else "") + name.replace("_", "-")
        file = pathlib.Path(package, "lib", folder, "index.d.ts")
        if file.exists():
            found[kind]["aws_" + name] = declared(file)
        else:
            print(f"{kind} aws_{name} is not in the package", file=sys.stderr)
    pathlib.Path(target).write_text(json.dumps(found, sort_keys=True, separators=(",", ":")) + "\n", encoding="utf-8")


main(*sys.argv[1:])
