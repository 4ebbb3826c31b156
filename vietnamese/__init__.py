"""Vietnamese text: the floor below every other. PURE."""
