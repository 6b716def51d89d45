: Persistent inward current with a smooth gate, and a steady synapse, in the dendrite.
NEURON {
    POINT_PROCESS Persistent
    RANGE persistent, half_mv, slope_mv, tau, calcium_mv, synapse, synapse_mv
    NONSPECIFIC_CURRENT i
}
UNITS { (nA) = (nanoamp) (mV) = (millivolt) (uS) = (microsiemens) }
PARAMETER {
    persistent = 0 (uS) half_mv = 20 (mV) slope_mv = 1 (mV) tau = 60 (ms) calcium_mv = 140 (mV) synapse = 0 (uS) synapse_mv = 70 (mV)
}
ASSIGNED { v (mV) i (nA) }
STATE { p }
INITIAL { p = wanted(v) }
BREAKPOINT {
    SOLVE gate METHOD cnexp
    i = persistent*p*(v - calcium_mv) + synapse*(v - synapse_mv)
}
DERIVATIVE gate { p' = (wanted(v) - p)/tau }
FUNCTION wanted(v (mV)) {
    LOCAL y
    y = (v - half_mv)/slope_mv
    if (y > 6) { y = 6 }
    if (y < -6) { y = -6 }
    y = y/2
    wanted = 0.5 + 0.5*y*(27 + y*y)/(27 + 9*y*y)
}
