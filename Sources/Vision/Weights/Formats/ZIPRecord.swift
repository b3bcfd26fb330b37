/// How a ZIP archive's entry is packed.
enum ZIPMethod: UInt64 {
  case stored = 0
  case deflated = 8
}

/// What a ZIP archive's directory says of one entry.
struct ZIPRecord {
  let name: String
  let method: ZIPMethod
  /// CRC-32 of the content.
  let checksum: UInt32
  /// In bytes: the content as it is stored, and unpacked.
  private let packed: Int
  let size: Int
  private let flags: UInt64
  /// Of the entry's own header.
  private let offset: Int

  private static let signature: UInt64 = 0x0201_4B50
  private static let localSignature: UInt64 = 0x0403_4B50
  private static let maximum32: UInt64 = 0xFFFF_FFFF

  /// Drops the record from the front of `directory`.
  ///
  /// Throws: `CheckpointError.corrupt`, `.unsupported`, also for a way of packing that is not among
  /// `methods`.
  init(
    takingFrom directory: inout ArraySlice<UInt8>, path: String, methods: [ZIPMethod]
  ) throws(CheckpointError) {
    guard directory.littleEndian(at: 0, width: 4) == Self.signature,
      let flags = directory.littleEndian(at: 8, width: 2),
      let method = directory.littleEndian(at: 10, width: 2),
      let checksum = directory.littleEndian(at: 16, width: 4),
      let nameLength = directory.length(at: 28, width: 2),
      let extraLength = directory.length(at: 30, width: 2),
      let commentLength = directory.length(at: 32, width: 2),
      case let length = 46 + nameLength + extraLength + commentLength, length <= directory.count
    else { throw .corrupt(path: path, detail: "a record of the ZIP directory") }
    let record = directory.prefix(length)
    directory = directory.dropFirst(length)
    let text = record.dropFirst(46).prefix(nameLength)
    name = try Self.safeName(text, path: path)
    let extra = record.dropFirst(46 + nameLength).prefix(extraLength)
    guard let sizes = Self.sizes(record, extra: extra),
      method != ZIPMethod.stored.rawValue || sizes.packed == sizes.unpacked
    else { throw .corrupt(path: path, detail: "the sizes of the ZIP entry \(name)") }
    guard flags & 1 == 0 else { throw .unsupported(path: path, detail: "an encrypted ZIP entry") }
    guard let method = methods.first(where: { $0.rawValue == method }) else {
      throw .unsupported(path: path, detail: "the ZIP entry \(name), which is compressed,")
    }
    (self.method, self.checksum) = (method, UInt32(checksum))
    (self.flags, packed, size, offset) = (flags, sizes.packed, sizes.unpacked, sizes.offset)
  }

  /// The bytes that the entry takes with its header, and those of its content.
  ///
  /// Throws: `CheckpointError.corrupt` where the entry's own header tells another story.
  func location(
    in file: MappedFile
  ) throws(CheckpointError) -> (extent: Range<Int>, content: Range<Int>) {
    let defect = CheckpointError.corrupt(
      path: file.path, detail: "the ZIP entry \(name) is not what the directory says")
    guard offset <= file.size - 30 else { throw defect }
    let header = file.bytes(offset..<offset + 30)[...]
    guard header.littleEndian(at: 0, width: 4) == Self.localSignature,
      header.littleEndian(at: 6, width: 2) == flags,
      header.littleEndian(at: 8, width: 2) == method.rawValue,
      let packedThere = header.littleEndian(at: 18, width: 4),
      let sizeThere = header.littleEndian(at: 22, width: 4),
      let nameLength = header.length(at: 26, width: 2),
      let extraLength = header.length(at: 28, width: 2),
      nameLength == name.utf8.count,
      case let nameStart = offset + 30, nameStart + nameLength + extraLength <= file.size - packed
    else { throw defect }
    guard file.bytes(nameStart..<nameStart + nameLength).elementsEqual(name.utf8) else {
      throw defect
    }
    // Sizes may follow the content (bit 3 of the flags) or be found in the ZIP64 field.
    let elsewhere = [Self.maximum32] + (flags & 8 != 0 ? [0] : [])
    guard packedThere == UInt64(packed) || elsewhere.contains(packedThere),
      sizeThere == UInt64(size) || elsewhere.contains(sizeThere)
    else { throw defect }
    let start = nameStart + nameLength + extraLength
    return (offset..<start + packed, start..<start + packed)
  }

  /// The sizes and the offset, those that do not fit 32 bits from the ZIP64 field.
  private static func sizes(
    _ record: ArraySlice<UInt8>, extra: ArraySlice<UInt8>
  ) -> (packed: Int, unpacked: Int, offset: Int)? {
    var long = longField(extra)
    func value(at offset: Int) -> Int? {
      guard let short = record.littleEndian(at: offset, width: 4) else { return nil }
      guard short == maximum32 else { return Int(short) }
      defer { long = long.dropFirst(8) }
      return long.length(at: 0, width: 8)
    }
    // The order of the ZIP64 field, which is not that of the record.
    guard let unpacked = value(at: 24), let packed = value(at: 20), let offset = value(at: 42)
    else { return nil }
    return (packed, unpacked, offset)
  }

  /// The content of the ZIP64 field among the extra fields; empty where there is none.
  private static func longField(_ extra: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = extra
    while let kind = rest.littleEndian(at: 0, width: 2), let length = rest.length(at: 2, width: 2) {
      if kind == 1 { return rest.dropFirst(4).prefix(length) }
      rest = rest.dropFirst(4 + length)
    }
    return []
  }

  private static func safeName(
    _ bytes: ArraySlice<UInt8>, path: String
  ) throws(CheckpointError) -> String {
    guard let name = String(validating: bytes, as: UTF8.self) else {
      throw .corrupt(path: path, detail: "a ZIP entry whose name is not UTF-8")
    }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isSafe =
      parts.allSatisfy { !["", ".", ".."].contains($0) }
      && !name.utf8.contains { $0 < 0x20 || $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: ":") }
    guard isSafe else {
      throw .corrupt(
        path: path, detail: "a ZIP entry is called \(name.debugDescription), outside its folder")
    }
    return name
  }
}
