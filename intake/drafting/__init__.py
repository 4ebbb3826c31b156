"""The draft of a plan while a person corrects it, and what it would make.  PURE."""
