@_exported import ComplexModule
@_exported import RealModule
