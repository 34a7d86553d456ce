"""The nursery as a program: loads every reader, then forks children on request. Started by ``NurseryHandle`` only."""

import argparse
import gc
import os
import socket
import sys

import msgspec

from muniment.adapters.kernel_confinement import KernelConfinement, available
from muniment.read.sandbox.nursery import Awake, Nursery, die_with_parent


def main() -> int:
    """Serve the control socket whose descriptor is given; returns the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--control", type=int, required=True)
    parser.add_argument("--behind", default="", help="a wall that stands around this process already")
    parser.add_argument("--tools", required=True, help="module:NAME")
    arguments = parser.parse_args()
    die_with_parent()
    control = socket.socket(fileno=arguments.control)
    module, _, name = arguments.tools.partition(":")
    tools = getattr(__import__(module, fromlist=[name]), name)
    tools.warm()
    gc.collect()
    gc.freeze()  # keeps the collector from touching, and so copying, the pages that children share
    protections, missing = available()
    walls = (*protections, arguments.behind) if arguments.behind else protections
    control.send(msgspec.msgpack.encode(Awake(walls, missing)))
    Nursery(control, KernelConfinement(), tools).serve()
    return 0


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
