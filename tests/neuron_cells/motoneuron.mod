: The same motoneuron for NEURON: gates that follow a pulse after each spike (soma), a persistent inward current and a steady
: synapse (dendrite). Conductances are absolute, voltages are from rest.
NEURON {
    POINT_PROCESS PulseGates
    RANGE sodium, fast, slow, fires_mv, slow_closing
    RANGE sodium_mv, potassium_mv, on_rate, off_rate, shut_rate, ready_rate, open_rate, fast_closing, pulse_ms, refractory_ms
    NONSPECIFIC_CURRENT i
}
UNITS { (nA) = (nanoamp) (mV) = (millivolt) (uS) = (microsiemens) }
PARAMETER {
    sodium = 0 (uS) fast = 0 (uS) slow = 0 (uS) fires_mv = 10 (mV) slow_closing = 0.05 (/ms)
    sodium_mv = 120 (mV) potassium_mv = -10 (mV) on_rate = 22 (/ms) off_rate = 13 (/ms) shut_rate = 4 (/ms) ready_rate = 0.5 (/ms)
    open_rate = 1.5 (/ms) fast_closing = 0.1 (/ms) pulse_ms = 0.6 (ms) refractory_ms = 5 (ms)
}
ASSIGNED { v (mV) i (nA) inside resting }
STATE { on ready shut held }
INITIAL { on = 0 ready = 1 shut = 0 held = 0 inside = 0 resting = 1 net_send(0, 1) }
BREAKPOINT {
    SOLVE gates METHOD cnexp
    i = sodium*on*on*on*ready*(v - sodium_mv) + (fast*shut*shut*shut*shut + slow*held*held)*(v - potassium_mv)
}
DERIVATIVE gates {
    on' = inside*on_rate*(1 - on) - (1 - inside)*off_rate*on
    ready' = (1 - inside)*ready_rate*(1 - ready) - inside*shut_rate*ready
    shut' = inside*open_rate*(1 - shut) - (1 - inside)*fast_closing*shut
    held' = inside*open_rate*(1 - held) - (1 - inside)*slow_closing*held
}
NET_RECEIVE (w) {
    if (flag == 1) {
        WATCH (v > fires_mv) 2
    } else if (flag == 3) {
        inside = 0
    } else if (flag == 4) {
        resting = 1
    }
    if ((flag == 2 || (flag == 4 && v > fires_mv)) && resting == 1) {
        inside = 1
        resting = 0
        net_send(pulse_ms, 3)
        net_send(refractory_ms, 4)
        net_event(t)
    }
}
