"""Minutes: metabolism, heat, sweat, fluids, electrolytes and fatigue of one athlete, in many draws at once."""
