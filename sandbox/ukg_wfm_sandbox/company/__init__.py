"""The simulated company: the model, its generator and how it changes."""
