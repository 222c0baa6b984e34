"""What runs a network: PyTorch, or ONNX Runtime, which is a tenth of its size and all that the processor needs.

Everything else knows only `base.Engine`. Nothing here but `torch_engine` imports PyTorch.
"""
