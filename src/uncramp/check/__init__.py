"""When to see a doctor: fixed rules over what a person reports. No model is asked; a simulation enters only as a question."""
