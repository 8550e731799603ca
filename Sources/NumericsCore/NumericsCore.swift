@_exported import ComplexModule
