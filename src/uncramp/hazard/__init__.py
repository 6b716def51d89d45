"""From body state to cramp threshold frequency, cramp rate and chance, muscle by muscle."""
