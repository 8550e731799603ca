// A library user imports one module.
@_exported import Classical
@_exported import FieldFiles
@_exported import Fields
@_exported import NumericsCore
@_exported import Problems
@_exported import Solving
