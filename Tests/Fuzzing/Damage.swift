import TestSupport

/// Ways to damage a file, drawn at random: single bits and bytes, lengths that are hard to be right
/// about, parts cut out, put in twice or taken from another file, and long runs of one byte.
struct Damage {
  var generator: CaseGenerator
  private let seeds: [[UInt8]]

  /// Little-endian integers at the edges of what readers compute with.
  private static let edges: [UInt64] = [
    0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000,
    0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, .max,
  ]

  /// What costs a pickle's reader most for each byte, and JSON's: marks, empty values, copies.
  private static let costly = Array("(])}N0a2t{[\"".utf8) + [0x85, 0x94, 0x88]

  init(seed: UInt64, seeds: [[UInt8]]) {
    generator = CaseGenerator(seed: seed)
    self.seeds = seeds
  }

  mutating func damaged(_ whole: [UInt8]) -> [UInt8] {
    var bytes = whole
    for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty { change(&bytes) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    let place = Int.random(in: 0..<bytes.count, using: &generator)
    switch Int.random(in: 0..<9, using: &generator) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 1, 2: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
    case 3: bytes.removeSubrange(range(in: bytes, from: place, atMost: 64))
    case 4: bytes.insert(contentsOf: bytes[range(in: bytes, from: place, atMost: 256)], at: place)
    case 5: bytes.removeSubrange(place...)
    case 6:
      let other = seeds[Int.random(in: 0..<seeds.count, using: &generator)]
      let start = Int.random(in: 0..<other.count, using: &generator)
      bytes.insert(contentsOf: other[range(in: other, from: start, atMost: 512)], at: place)
    case 7: overwrite(&bytes, at: place)
    default: insertRun(into: &bytes, at: place)
    }
  }

  private mutating func overwrite(_ bytes: inout [UInt8], at place: Int) {
    let edge = Self.edges[Int.random(in: 0..<Self.edges.count, using: &generator)]
    let width = [1, 2, 4, 8][Int.random(in: 0..<4, using: &generator)]
    for index in 0..<min(width, bytes.count - place) {
      bytes[place + index] = UInt8(truncatingIfNeeded: edge >> UInt64(index * 8))
    }
  }

  /// Mostly short; now and then as long as a reader looks at all.
  private mutating func insertRun(into bytes: inout [UInt8], at place: Int) {
    let isLong = Int.random(in: 0..<40, using: &generator) == 0
    let count = Int.random(in: 1...(isLong ? 1 << 22 : 1 << 10), using: &generator)
    let byte = Self.costly[Int.random(in: 0..<Self.costly.count, using: &generator)]
    bytes.insert(contentsOf: repeatElement(byte, count: count), at: place)
  }

  private mutating func range(
    in bytes: [UInt8], from start: Int, atMost count: Int
  ) -> Range<Int> {
    start..<min(bytes.count, start + Int.random(in: 1...count, using: &generator))
  }
}
