/// COCO's compressed run lengths: each number is cut into groups of 5 bits, the low ones first, one
/// printable character each (`"0"` plus the group, plus 32 where another group follows); the
/// highest bit of the last group is the sign. From the fourth number on, the difference to the
/// number two before is stored.
/// Source: pycocotools 2.0, `rleToString` and `rleFrString`.
enum CocoCounts {
  /// The run lengths in `text`.
  ///
  /// Throws: `MaskError.malformedCounts` for a character outside the alphabet, a number that does
  /// not end or does not fit, and a negative run length.
  static func decode(_ text: some Collection<UInt8>) throws(MaskError) -> [UInt32] {
    var runs: [UInt32] = []
    runs.reserveCapacity(text.count / 2)
    var (value, shift, offset) = (0, 0, 0)
    for character in text {
      guard character >= 48, character < 48 + 64 else {
        throw .malformedCounts(offset: offset, reason: "character code \(character)")
      }
      let group = Int(character) - 48
      value |= (group & 0x1f) << shift
      shift += 5
      if group & 0x20 != 0 {
        guard shift < 40 else { throw .malformedCounts(offset: offset, reason: "number too long") }
      } else {
        if group & 0x10 != 0 { value |= -1 << shift }
        if runs.count > 2 { value += Int(runs[runs.count - 2]) }
        guard let run = UInt32(exactly: value) else {
          throw .malformedCounts(offset: offset, reason: "a run length of \(value)")
        }
        runs.append(run)
        (value, shift) = (0, 0)
      }
      offset += 1
    }
    guard shift == 0 else { throw .malformedCounts(offset: offset, reason: "number not finished") }
    return runs
  }

  /// Throws: `MaskError.malformedCounts` for a number that is no run length.
  static func checked(_ lengths: [Int]) throws(MaskError) -> [UInt32] {
    var runs: [UInt32] = []
    runs.reserveCapacity(lengths.count)
    for length in lengths {
      guard let run = UInt32(exactly: length) else {
        throw .malformedCounts(offset: runs.count, reason: "a run length of \(length)")
      }
      runs.append(run)
    }
    return runs
  }

  /// The characters of `runs`.
  static func encode(_ runs: [UInt32]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(runs.count * 2)
    for (index, run) in runs.enumerated() {
      var rest = Int(run) - (index > 2 ? Int(runs[index - 2]) : 0)
      while true {
        let group = rest & 0x1f
        rest >>= 5
        let ends = rest == (group & 0x10 == 0 ? 0 : -1)
        text.append(UInt8(48 + group + (ends ? 0 : 0x20)))
        if ends { break }
      }
    }
    return text
  }
}
