import Expressions

/// A component and the space derivative wanted of it.
public typealias JetRequest = Jet
