/// A small seeded generator, whose numbers are the same on every machine and with every version of
/// the standard library.
///
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  /// The generator of `stream` among those of `seed`: neighbouring streams are unrelated.
  package init(seed: UInt64, stream: UInt64) {
    var outer = SplitMix64(seed: seed)
    state = outer.next() ^ (stream &* 0xd6e8_feb8_6659_fd93)
    state = next()
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }

  /// A number in [0, 1).
  package mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// A number in `range`, its upper end excluded.
  package mutating func number(_ range: ClosedRange<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * unit()
  }

  /// A whole number in `0..<count`.
  package mutating func index(below count: Int) -> Int {
    precondition(count > 0, "SplitMix64.index: below \(count)")
    return Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  /// True with the given probability.
  package mutating func chance(_ probability: Float) -> Bool { unit() < probability }

  /// A direction, every angle equally likely. Found by rejection rather than with a sine, whose
  /// last bit depends on the C library.
  package mutating func direction() -> SIMD2<Float> {
    while true {
      let point = SIMD2(number(-1...1), number(-1...1))
      let square = (point * point).sum()
      if square > 0.01 && square <= 1 { return point / square.squareRoot() }
    }
  }
}

extension SplitMix64 {
  /// A number for a text: 64-bit FNV-1a of its UTF-8 bytes.
  package static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
