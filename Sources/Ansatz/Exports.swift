// A library user imports one module.
@_exported import Classical
@_exported import FieldFiles
@_exported import Fields
@_exported import GaussianProcess
@_exported import Kernels
@_exported import NumericsCore
@_exported import Optimization
@_exported import PINN
@_exported import Problems
@_exported import Solving
@_exported import TrialFunctions
