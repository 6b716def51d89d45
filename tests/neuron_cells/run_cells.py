"""Run in an environment with NEURON: the cells that are described on standard input, and what they did and cost on standard output.

The folder it is run in holds the compiled mechanisms. Only the standard library and NEURON are used.
"""

import json
import math
import sys
import time

from neuron import h

wanted = json.load(sys.stdin)
cells, shared, step_ms = wanted["cells"], wanted["shared"], wanted["step_ms"]
h.load_file("stdrun.hoc")
MICROFARAD = 1e-5  # nF of a square micrometre at 1 uF/cm2


def compartment(capacity_nf, leak_us):
    """A section of this capacity and leak, as long as it is wide."""
    section = h.Section()
    area = capacity_nf / MICROFARAD
    section.L = section.diam = math.sqrt(area / math.pi)
    section.cm, section.nseg = 1.0, 1
    section.insert("pas")
    section.g_pas, section.e_pas = 100.0 * leak_us / area, 0.0
    return section


kept, times, ids = [], h.Vector(), h.Vector()
for index, cell in enumerate(cells):
    soma, dendrite = compartment(cell["soma_nf"], cell["soma_us"]), compartment(cell["dendrite_nf"], cell["dendrite_us"])
    dendrite.connect(soma(1))
    # half of each section lies between the two middles
    along = sum(0.01 * (each.L / 2) / (math.pi * (each.diam / 2) ** 2) for each in (soma, dendrite))
    soma.Ra = dendrite.Ra = 1.0 / cell["coupling_us"] / along
    gates, inward = h.PulseGates(soma(0.5)), h.Persistent(dendrite(0.5))
    for name in ("sodium", "fast", "slow", "fires_mv", "slow_closing"):
        setattr(gates, name, cell[name])
    for name in ("persistent", "half_mv", "synapse"):
        setattr(inward, name, cell[name])
    for name, value in shared.items():
        setattr(inward if name in ("slope_mv", "tau", "calcium_mv", "synapse_mv") else gates, name, value)
    source = h.NetCon(gates, None)
    source.record(times, ids, index)
    kept.append((soma, dendrite, gates, inward, source))

if "ramp" in wanted:  # (times in ms, parts of the synapse): it runs straight between
    at = h.Vector(wanted["ramp"][0])
    courses = [h.Vector([parts[3].synapse * part for part in wanted["ramp"][1]]) for parts in kept]
    for course, parts in zip(courses, kept, strict=True):
        course.play(parts[3]._ref_synapse, at, True)

h.dt, h.steps_per_ms, h.celsius = step_ms, 1.0 / step_ms, 37.0
h.cvode_active(0)
h.finitialize(0.0)
start = time.process_time()
h.continuerun(1000.0 * wanted["seconds"])
taken = time.process_time() - start
json.dump({"cpu_s": taken, "spike_ms": list(times), "spike_unit": [int(one) for one in ids]}, sys.stdout)
