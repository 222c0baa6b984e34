"""What runs a network: PyTorch, or ONNX Runtime, which is a tenth of its size and enough for the CPU.

Other packages use `base.Engine` only. In this one, only `torch_engine` imports PyTorch.
"""
