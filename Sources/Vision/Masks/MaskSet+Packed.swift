/// A compact binary form for the cache.
///
/// The bytes `SEPM`, the version 1, then numbers as varints (7 bits a byte, the low ones first, the
/// high bit set where another byte follows): width, height, number of masks; and of each mask a
/// byte of flags, the optional fields whose flag is set, number of runs, runs. Floats are four
/// bytes, the low one first; fields that may be negative are zigzag-coded.
extension MaskSet {
  private static let magic = Array("SEPM".utf8) + [1]

  public func packed() -> [UInt8] {
    var writer = PackedWriter(bytes: Self.magic)
    writer.append(width)
    writer.append(height)
    writer.append(candidates.count)
    for candidate in candidates { writer.append(candidate) }
    return writer.bytes
  }

  /// The set that `packed()` gave, equal in every field.
  ///
  /// Throws: `MaskError.malformedPacking` for anything else, `.runsDoNotAddUp` for a mask that does
  /// not fill the image.
  public init(packed bytes: [UInt8]) throws(MaskError) {
    guard bytes.starts(with: Self.magic) else {
      throw .malformedPacking(offset: 0, reason: "not masks packed by this version")
    }
    var reader = PackedReader(bytes: bytes, offset: Self.magic.count)
    let (width, height) = (try reader.number(), try reader.number())
    try RunLengthMask.check(width: width, height: height)
    let count = try reader.count(of: "masks")
    self.init(width: width, height: height, candidates: [])
    candidates.reserveCapacity(count)
    for _ in 0..<count {
      candidates.append(try reader.candidate(width: width, height: height))
    }
    guard reader.offset == bytes.count else {
      throw .malformedPacking(offset: reader.offset, reason: "more bytes than masks")
    }
  }

  /// Each candidate's mask as bits, in order.
  public var binaryMasks: [BinaryMask] { candidates.map { BinaryMask($0.mask) } }
}

private struct PackedFlags: OptionSet {
  var rawValue: UInt8
  static let predictedIoU = PackedFlags(rawValue: 1)
  static let stability = PackedFlags(rawValue: 2)
  static let point = PackedFlags(rawValue: 4)
  static let cropBox = PackedFlags(rawValue: 8)
  static let level = PackedFlags(rawValue: 16)
  /// Only of a candidate whose `area` is not its mask's number of pixels.
  static let area = PackedFlags(rawValue: 32)
  static let known: PackedFlags = [.predictedIoU, .stability, .point, .cropBox, .level, .area]
}

extension PackedWriter {
  fileprivate mutating func append(_ candidate: MaskCandidate) {
    var flags: PackedFlags = []
    if candidate.predictedIoU != nil { flags.insert(.predictedIoU) }
    if candidate.stability != nil { flags.insert(.stability) }
    if candidate.point != nil { flags.insert(.point) }
    if candidate.cropBox != nil { flags.insert(.cropBox) }
    if candidate.level != nil { flags.insert(.level) }
    if candidate.area != candidate.mask.count { flags.insert(.area) }
    bytes.append(flags.rawValue)
    if let value = candidate.predictedIoU { append(value) }
    if let value = candidate.stability { append(value) }
    if let point = candidate.point {
      append(point.x)
      append(point.y)
    }
    if let box = candidate.cropBox {
      for value in [box.minX, box.minY, box.maxX, box.maxY] { append(signed: value) }
    }
    if let level = candidate.level { append(signed: level) }
    if flags.contains(.area) { append(signed: candidate.area) }
    append(candidate.mask.runs.count)
    for run in candidate.mask.runs { append(Int(run)) }
  }
}

extension PackedReader {
  fileprivate mutating func candidate(width: Int, height: Int) throws(MaskError) -> MaskCandidate {
    let flags = PackedFlags(rawValue: try byte())
    guard flags.isSubset(of: .known) else { throw malformed("unknown fields") }
    let predictedIoU = flags.contains(.predictedIoU) ? try float() : nil
    let stability = flags.contains(.stability) ? try float() : nil
    let point = flags.contains(.point) ? SIMD2(try float(), try float()) : nil
    let cropBox =
      flags.contains(.cropBox)
      ? PixelBox(
        minX: try signed(), minY: try signed(), maxX: try signed(), maxY: try signed()) : nil
    let level = flags.contains(.level) ? try signed() : nil
    let area = flags.contains(.area) ? try signed() : nil
    var candidate = MaskCandidate(
      mask: try RunLengthMask(width: width, height: height, runs: try runs()),
      predictedIoU: predictedIoU, stability: stability, point: point, cropBox: cropBox,
      level: level)
    if let area { candidate.area = area }
    return candidate
  }

  private mutating func runs() throws(MaskError) -> [UInt32] {
    var runs = [UInt32](repeating: 0, count: try count(of: "runs"))
    for i in runs.indices {
      guard let run = UInt32(exactly: try number()) else { throw malformed("a run too long") }
      runs[i] = run
    }
    return runs
  }
}
