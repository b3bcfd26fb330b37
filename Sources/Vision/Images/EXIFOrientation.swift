/// How the stored pixels must be turned to be upright.
///
/// Source: Exif 2.32, tag 0x0112.
public enum EXIFOrientation: UInt16, Sendable, Hashable, CaseIterable {
  case upright = 1
  case mirrored, rotated180, flipped, transposed, rotated90, transversed, rotated270

  /// The orientation in `tiff`, the TIFF block of an APP1 segment; nil where it has none, or one
  /// that cannot be read: a damaged tag must not cost the image.
  package init?(tiff: ArraySlice<UInt8>) {
    let reader: TIFFReader
    switch tiff.prefix(4) {
    case [0x49, 0x49, 0x2A, 0x00]: reader = TIFFReader(block: tiff, isBigEndian: false)
    case [0x4D, 0x4D, 0x00, 0x2A]: reader = TIFFReader(block: tiff, isBigEndian: true)
    default: return nil
    }
    guard
      let directory = reader.uint32(at: 4),
      let entries = reader.uint16(at: directory)
    else { return nil }
    for entry in 0..<Int(entries) {
      let offset = directory + 2 + entry * 12
      guard let tag = reader.uint16(at: offset) else { return nil }
      guard tag == 0x0112 else { continue }
      guard
        reader.uint16(at: offset + 2) == 3, reader.uint32(at: offset + 4) == 1,
        let value = reader.uint16(at: offset + 8)
      else { return nil }
      self.init(rawValue: value)
      return
    }
    return nil
  }
}

extension EXIFOrientation: CustomStringConvertible {
  public var description: String {
    switch self {
    case .upright: "no turn"
    case .mirrored: "a mirror image, left to right"
    case .rotated180: "a turn by 180°"
    case .flipped: "a mirror image, top to bottom"
    case .transposed: "a transposition"
    case .rotated90: "a turn by 90° clockwise"
    case .transversed: "a transposition about the other diagonal"
    case .rotated270: "a turn by 270° clockwise"
    }
  }
}

/// Integers of a TIFF block at offsets from its start; nil beyond its end.
private struct TIFFReader {
  let block: ArraySlice<UInt8>
  let isBigEndian: Bool

  func uint16(at offset: Int) -> UInt16? {
    guard let value = integer(at: offset, bytes: 2) else { return nil }
    return UInt16(value)
  }

  func uint32(at offset: Int) -> Int? { integer(at: offset, bytes: 4) }

  private func integer(at offset: Int, bytes: Int) -> Int? {
    guard offset >= 0, offset <= block.count - bytes else { return nil }
    let start = block.startIndex + offset
    let field = block[start..<start + bytes]
    return isBigEndian
      ? field.reduce(0) { $0 << 8 | Int($1) } : field.reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
