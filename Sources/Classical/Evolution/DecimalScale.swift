import Foundation

/// log10 of a positive number.
func logarithm(_ value: Double) -> Double { log10(value) }

/// 10 to an integer power.
func powerOfTen(_ exponent: Int) -> Double { pow(10, Double(exponent)) }

/// Position of the leading digit: 2 for 123, -3 for 0.0045.
func decimalExponent(_ value: Double) -> Int { Int(log10(abs(value)).rounded(.down)) }
