"""Content in, bundle out: one module per model. Imports PyTorch, transformers and scikit-learn; serving does not."""
