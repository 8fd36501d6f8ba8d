"""The models as they serve: ONNX Runtime, numpy and SentencePiece; PyTorch only in the reference engine, when asked."""
