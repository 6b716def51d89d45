"""Run in an environment with MyoGen: its motoneuron pool under a steady current, and what it did and cost on standard output."""

import json
import sys
import time

import numpy as np
import quantities as pq
from myogen import simulator
from myogen.simulator.neuron.populations import AlphaMN__Pool
from myogen.utils.currents import create_step_current
from myogen.utils.neuron.inject_currents_into_populations import inject_currents_into_populations
from myogen.utils.nmodl import load_nmodl_mechanisms
from neuron import h

UNITS, STEP_MS, CURRENT_NA = 120, 0.05, 20.0

wanted = json.load(sys.stdin)
load_nmodl_mechanisms()
h.load_file("stdrun.hoc")
thresholds = simulator.RecruitmentThresholds(N=UNITS, recruitment_range__ratio=50, mode="fuglevand").rt
pool = AlphaMN__Pool(recruitment_thresholds__array=thresholds)
seconds = float(wanted["seconds"])
current = create_step_current(
    n_pools=1,
    t_points=round(1000.0 * seconds / STEP_MS),
    timestep__ms=STEP_MS * pq.ms,
    step_heights__nA=CURRENT_NA * pq.nA,
    step_durations__ms=1000.0 * seconds * pq.ms,
)
inject_currents_into_populations([pool], current)
times, kept = h.Vector(), []
for cell in pool:
    source = h.NetCon(cell.soma(0.5)._ref_v, None, sec=cell.soma)
    source.threshold = 50.0
    source.record(times)
    kept.append(source)
h.dt, h.steps_per_ms, h.celsius = STEP_MS, 1.0 / STEP_MS, 36.0
h.finitialize(-67.0)
start = time.process_time()
h.continuerun(1000.0 * seconds)
taken = time.process_time() - start
print()
print(json.dumps({"cpu_s": taken, "seconds": seconds, "units": UNITS, "step_ms": STEP_MS, "spikes": int(np.size(list(times)))}))
